package dev.freshet.scoring;

import com.carrotsearch.hppc.LongObjectHashMap;
import java.util.Collections;
import java.util.HashMap;
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
    table = new ItemTable(settings.popularity(), settings.coOccurrence());
    trainer = new Trainer(settings, table);
    ranker = new Ranker(settings, table);
    reader = new Reader(table);
  }

  /** The model as it stands. */
  public ChoiceModel model() {
    return trainer.model();
  }

  /** All items, as of the last pulse. */
  public ItemTable table() {
    return table;
  }

  /** The last pulse taken. */
  public Pulse pulse() {
    return trainer.pulse();
  }

  /** The users seen, in no order. */
  public Set<String> users() {
    return Collections.unmodifiableSet(learners.keySet());
  }

  /** What was last published for a user, or null for an unknown one. */
  public @Nullable PersonalList personalList(String user) {
    return lists.get(user);
  }

  /** What is remembered of a user; nothing if the user is unknown. */
  public Learner learner(String user) {
    Learner learner = learners.get(user);
    return learner == null ? new Learner() : learner;
  }

  /** The strongest neighbours of an item. */
  public Neighbours neighbours(String item, long atMillis) {
    long fingerprint = Fingerprint.of(item);
    NeighbourRow row = rows.get(fingerprint);
    return row == null
        ? Neighbours.none(fingerprint)
        : row.strongest(fingerprint, settings.answer(), atMillis, settings.coOccurrence());
  }

  /** Enters a record of the catalogue. */
  public void accept(CatalogueItem item) {
    catalogue.put(item.item(), item);
    trainer.describe(item);
  }

  /** Learns from an interaction and publishes the user's list anew. */
  public void accept(Interaction interaction) {
    if (trainer.isDue(interaction.atMillis())) {
      tick(interaction.atMillis());
    }
    Answer answer = answer(interaction);
    Learner learner = learners.computeIfAbsent(interaction.user(), user -> new Learner());
    Lesson lesson = learner.lesson(answer, settings);
    learner.touch(answer, settings);
    Shortlist shortlist =
        learner.shortlist(interaction.user(), learner.latestMillis(), settings.exclude());
    lists.put(interaction.user(), ranker.rank(shortlist, trainer.pulse(), trainer.model()));
    trainer.learn(lesson);
  }

  private Answer answer(Interaction interaction) {
    long item = Fingerprint.of(interaction.item());
    UserHistory history = histories.computeIfAbsent(interaction.user(), user -> new UserHistory());
    Touch touch =
        history.touch(
            item,
            interaction.atMillis(),
            InteractionStrength.of(interaction),
            settings.reach(),
            settings.slack());
    for (RowUpdate update : RowUpdate.of(item, touch)) {
      row(update.row()).apply(update, settings.coOccurrence(), settings.neighbours());
    }
    Neighbours neighbours =
        row(item)
            .strongest(item, settings.answer(), interaction.atMillis(), settings.coOccurrence());
    CatalogueItem described = catalogue.get(interaction.item());
    return new Answer(
        interaction.user(),
        interaction.item(),
        interaction.atMillis(),
        interaction.completed(),
        touch.strengthGain(),
        touch.first(),
        neighbours,
        described == null ? List.of() : described.tags(),
        described == null ? List.of() : described.vector());
  }

  private NeighbourRow row(long item) {
    NeighbourRow row = rows.get(item);
    if (row == null) {
      row = new NeighbourRow();
      rows.put(item, row);
    }
    return row;
  }

  /** Takes the pulse, as the job does once a second. */
  public void tick(long nowMillis) {
    trainer.beat(nowMillis);
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
