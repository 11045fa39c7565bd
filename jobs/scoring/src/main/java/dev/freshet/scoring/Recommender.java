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
  private final LongObjectHashMap<NeighbourRow> rows = new LongObjectHashMap<>();
  private final Map<String, CatalogueItem> catalogue = new HashMap<>();
  private final ItemTable table;
  private final Trainer trainer;
  private final Ranker ranker;
  private final Reader reader;

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
    Lesson lesson = learner.lesson(answer, settings);
    learner.touch(answer, settings);
    rank(interaction.user(), learner);
    if (!answer.tags().isEmpty()) {
      publisher.interests(interaction.user(), learner.latestMillis(), learner.interests());
    }
    publisher.similar(interaction.item(), interaction.atMillis(), answer.neighbours(), table);
    trainer.learn(lesson);
  }

  private void rank(String user, Learner learner) {
    Shortlist shortlist = learner.shortlist(user, learner.latestMillis(), settings.exclude());
    PersonalList list = ranker.rank(shortlist, trainer.pulse(), trainer.model());
    lists.put(user, list);
    publisher.list(list);
  }

  /**
   * Publishes the neighbours of all items once more, as of the last pulse: what is left to do at
   * the end of a log. Takes the pulse before.
   */
  public void settle() {
    tick(trainer.latestMillis());
    for (LongObjectCursor<NeighbourRow> entry : rows) {
      int place = table.placeOf(entry.key);
      NeighbourRow row = entry.value;
      Neighbours neighbours =
          row.strongest(entry.key, settings.answer(), row.latestMillis(), settings.coOccurrence());
      publisher.similar(table.id(place), row.latestMillis(), neighbours, table);
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
    row(item).apply(RowUpdate.of(item, touch), settings.coOccurrence(), settings.neighbours());
    for (PairGain pair : touch.gains()) {
      pair.forRowsBeside(
          item, row -> row(row).apply(pair, row, settings.coOccurrence(), settings.neighbours()));
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
        described == null ? List.of() : described.tags(),
        described == null ? List.of() : described.vector());
  }

  private Neighbours neighbours(long item, long atMillis) {
    return row(item).strongest(item, settings.answer(), atMillis, settings.coOccurrence());
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
