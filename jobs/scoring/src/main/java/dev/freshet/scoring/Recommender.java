package dev.freshet.scoring;

import com.carrotsearch.hppc.LongObjectHashMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole recommender as one object, composed of the parts that the job's operators use.
 *
 * <p>Not thread-safe. The order of steps within {@link #accept(Interaction)} is that of the job.
 */
public final class Recommender {

  private final RecommenderSettings settings;
  private final Map<String, UserHistory> histories = new HashMap<>();
  private final Map<String, Learner> learners = new HashMap<>();
  private final Map<String, PersonalList> lists = new HashMap<>();
  private final LongObjectHashMap<NeighbourRow> rows = new LongObjectHashMap<>();
  private final Map<String, CatalogueItem> catalogue = new HashMap<>();
  private final ItemTable table;
  private final Trainer trainer;
  private final Ranker ranker;
  private final Reader reader;

  public Recommender(RecommenderSettings settings) {
    this.settings = settings;
    table = new ItemTable(settings.popularity());
    trainer = new Trainer(settings, table);
    ranker = new Ranker(settings, table);
    reader = new Reader(table);
  }

  /** The model as it stands. */
  public ChoiceModel model() {
    return trainer.model();
  }

  /** Enters a record of the catalogue. */
  public void accept(CatalogueItem item) {
    catalogue.put(item.item(), item);
    table.describe(item);
  }

  /** Learns from an interaction and publishes the user's list anew. */
  public void accept(Interaction interaction) {
    if (trainer.isDue(interaction.atMillis())) {
      tick(interaction.atMillis());
    }
    String item = interaction.item();
    long at = interaction.atMillis();
    Touch touch = enterHistory(interaction);
    Neighbours neighbours =
        row(Fingerprint.of(item))
            .strongest(Fingerprint.of(item), settings.answer(), at, settings.coOccurrence());
    Learner learner = learners.computeIfAbsent(interaction.user(), user -> new Learner());
    Shortlist before = choice(learner, interaction);
    CatalogueItem described = catalogue.get(item);
    learner.touch(
        item,
        at,
        interaction.completed(),
        touch.strengthGain(),
        described == null ? List.of() : described.tags(),
        described == null ? List.of() : described.vector(),
        neighbours,
        settings);
    Shortlist shortlist = learner.shortlist(interaction.user(), at, settings.exclude());
    lists.put(
        interaction.user(),
        ranker.rank(
            shortlist,
            trainer.pulse(),
            trainer.model().weights(ChoiceModel.bucket(learner.doneSize()))));
    trainer.learn(item, at, before);
  }

  private Touch enterHistory(Interaction interaction) {
    long item = Fingerprint.of(interaction.item());
    UserHistory history = histories.computeIfAbsent(interaction.user(), user -> new UserHistory());
    Touch touch =
        history.touch(
            item,
            interaction.atMillis(),
            InteractionStrength.of(interaction),
            settings.reach(),
            settings.slack());
    HalfLife halfLife = settings.coOccurrence();
    if (touch.counted() != touch.uncounted()) {
      row(item).count(1.0, touch.counted(), halfLife);
      if (touch.uncounted() != Touch.NEVER) {
        row(item).count(-1.0, touch.uncounted(), halfLife);
      }
    }
    for (PairGain pair : touch.gains()) {
      row(pair.earlier())
          .addLater(
              pair.later(),
              pair.gain(),
              pair.next(),
              pair.atMillis(),
              halfLife,
              settings.neighbours());
      row(pair.later())
          .addEarlier(
              pair.earlier(), pair.gain(), pair.atMillis(), halfLife, settings.neighbours());
    }
    return touch;
  }

  private NeighbourRow row(long item) {
    NeighbourRow row = rows.get(item);
    if (row == null) {
      row = new NeighbourRow();
      rows.put(item, row);
    }
    return row;
  }

  private @Nullable Shortlist choice(Learner learner, Interaction interaction) {
    boolean choosable =
        settings.exclude() == RecommenderSettings.Exclusion.NOTHING
            || !learner.hasDone(interaction.item());
    return choosable && learner.doneSize() > 0
        ? learner.shortlist(interaction.user(), interaction.atMillis(), settings.exclude())
        : null;
  }

  /** Takes the pulse, as the job does once a second. */
  public void tick(long nowMillis) {
    trainer.tick(nowMillis);
  }

  /**
   * The list as a frontend would read it.
   *
   * @param user known or not
   * @param atMillis when it is read
   * @param size at most so many items
   * @param excluded items the frontend does not want
   */
  public List<Recommendation> recommend(
      String user, long atMillis, int size, Set<String> excluded) {
    if (trainer.isDue(atMillis)) {
      tick(atMillis);
    }
    return reader.read(lists.get(user), trainer.pulse(), size, excluded);
  }
}
