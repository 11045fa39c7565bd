package dev.freshet.scoring;

import com.carrotsearch.hppc.LongObjectHashMap;
import com.carrotsearch.hppc.cursors.LongObjectCursor;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The whole recommender as one object, composed of the parts that the job's operators use.
 *
 * <p>Not thread-safe. The order of steps within {@link #accept(Interaction)} is that of the job.
 */
public final class Recommender {

  private final RecommenderSettings settings;
  private final Publisher publisher;
  private final Map<String, UserHistory> histories = new HashMap<>();
  private final Map<String, Learner> learners = new HashMap<>();
  private final Map<String, PersonalList> lists = new HashMap<>();
  private final LongObjectHashMap<ItemRow> rows = new LongObjectHashMap<>();
  private final ItemNews news;
  private final Map<String, CatalogueItem> catalogue = new HashMap<>();
  private final ItemTable table;
  private final Trainer trainer;
  private final Ranker ranker;

  /** The weights as of the last pulse, by which lists are ranked. */
  private final ChoiceModel told;

  private final Reader reader;

  /** Whether the pulse does not know yet of an item that is to be told at once. */
  private boolean isStale;

  /** A recommender that is only asked, with {@link #recommend}. */
  public Recommender(RecommenderSettings settings) {
    this(settings, new Publisher() {});
  }

  /**
   * @param publisher told of everything that the job would write to Redis for users and items
   */
  public Recommender(RecommenderSettings settings, Publisher publisher) {
    this.settings = settings;
    this.publisher = publisher;
    trainer = new Trainer(settings);
    table = trainer.table();
    news = new ItemNews(settings);
    ranker = new Ranker(settings, table);
    told = ChoiceModel.of(settings);
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

  /** The last pulse taken, for users who acted a moment ago. */
  public Pulse pulse() {
    return trainer.pulse();
  }

  /** The last pulse taken, for users who were away for a {@link Gap}. */
  public Pulse pulse(int gap) {
    return trainer.pulse(gap);
  }

  /** What users did lately, as of the last pulse. */
  public Peers peers() {
    return trainer.peers();
  }

  /** The users seen, in no order. */
  public Set<String> users() {
    return Collections.unmodifiableSet(learners.keySet());
  }

  /** What is remembered of a user; nothing if the user is unknown. */
  public Learner learner(String user) {
    Learner learner = learners.get(user);
    return learner == null ? new Learner() : learner;
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
    if (learner.isChoice(answer, settings)) {
      trainer.learn(learner, answer.neighbours().item(), interaction.atMillis(), 1.0);
    }
    trainer.observe(learner, answer.neighbours().item(), interaction.atMillis());
    ItemRow row = row(answer.neighbours().item());
    isStale |= row.isUrgent(settings);
    ItemFacts facts = news.touched(row);
    if (facts != null) {
      trainer.enter(facts);
    }
    learner.touch(answer, settings);
    rank(interaction.user(), learner);
    if (!answer.tags().isEmpty()) {
      publisher.interests(interaction.user(), learner.latestMillis(), learner.interests());
    }
    publisher.similar(interaction.item(), interaction.atMillis(), answer.neighbours(), table);
  }

  private void rank(String user, Learner learner) {
    PersonalList list = ranker.rank(user, learner, trainer.pulse(), told);
    lists.put(user, list);
    publisher.list(list);
  }

  /**
   * Publishes the neighbours of all items once more, as of the last pulse: what is left to do at
   * the end of a log. Takes the pulse before.
   */
  public void settle() {
    tick(trainer.latestMillis());
    for (LongObjectCursor<ItemRow> entry : rows) {
      long latestMillis = entry.value.neighbours().latestMillis();
      publisher.similar(
          table.id(table.placeOf(entry.key)),
          latestMillis,
          entry.value.latest(entry.key, latestMillis, settings),
          table);
    }
  }

  /** Publishes the list of a user and the neighbours of an item again, as of the last pulse. */
  public void publish(String user, String item, long atMillis) {
    rank(user, learner(user));
    publisher.similar(item, atMillis, neighbours(Fingerprint.of(item), atMillis), table);
  }

  private Answer answer(Interaction interaction) {
    long item = Fingerprint.of(interaction.item());
    UserHistory history = histories.computeIfAbsent(interaction.user(), user -> new UserHistory());
    Touch touch = history.touch(interaction, settings);
    row(item)
        .apply(interaction.item(), RowUpdate.of(item, interaction.atMillis(), touch), settings);
    for (PairGain pair : touch.gains()) {
      pair.tellRows(item, (row, change) -> row(row).apply(change, row, settings));
    }
    CatalogueItem described = catalogue.get(interaction.item());
    return new Answer(
        interaction.user(),
        history.touches(),
        interaction.item(),
        interaction.atMillis(),
        interaction.completed(),
        touch.from(),
        touch.to(),
        neighbours(item, interaction.atMillis()),
        row(item).onward(touch.before(), interaction.atMillis(), settings),
        described == null ? List.of() : described.tags(),
        described == null ? new float[0] : described.numbers());
  }

  private Neighbours neighbours(long item, long atMillis) {
    return row(item).strongest(item, atMillis, settings);
  }

  private ItemRow row(long item) {
    ItemRow row = rows.get(item);
    if (row == null) {
      row = new ItemRow();
      rows.put(item, row);
    }
    return row;
  }

  /** Takes the pulse, as the job does once a second. */
  public void tick(long nowMillis) {
    news.take().forEach(trainer::enter);
    trainer.tick(nowMillis);
    told.restore(trainer.model().snapshot());
    isStale = false;
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
    } else if (isStale) {
      tick(trainer.latestMillis());
    }
    Pulse pulse = trainer.pulse(Gap.between(learner(user).latestMillis(), atMillis));
    return reader.read(lists.get(user), pulse, trainer.peers(), size, excluded);
  }
}
