package dev.freshet.scoring;

import com.carrotsearch.hppc.cursors.LongObjectCursor;
import dev.freshet.scoring.candidates.EnrichedInteraction;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.ItemFacts;
import dev.freshet.scoring.items.ItemNews;
import dev.freshet.scoring.items.ItemRow;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.model.ChoiceModel;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.pulse.Peers;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.ranking.AppliedRules;
import dev.freshet.scoring.ranking.PersonalList;
import dev.freshet.scoring.ranking.Ranker;
import dev.freshet.scoring.ranking.Reader;
import dev.freshet.scoring.ranking.Recommendation;
import dev.freshet.scoring.training.ChoiceQuality;
import dev.freshet.scoring.training.ShownLearner;
import dev.freshet.scoring.training.ShownLists;
import dev.freshet.scoring.training.Trainer;
import dev.freshet.scoring.training.WeightedPulse;
import dev.freshet.scoring.training.Weighting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The whole recommender as one object, composed of the parts that the job's operators use.
 *
 * <p>Not thread-safe. The order of steps within {@link #accept(Interaction)} is that of the job.
 */
public final class Recommender {

  private final RecommenderSettings settings;
  private final Publisher publisher;
  private final Counts counts;
  private final Map<String, UserProfile> profiles = new HashMap<>();
  private final Map<String, PersonalList> lists = new HashMap<>();
  private final Map<String, ShownLists> shown = new HashMap<>();
  private final ItemNews news;
  private final ItemTable table;
  private final Trainer trainer;
  private final ShownLearner shownLearner;
  private final Ranker ranker;

  /** The weights as of the last pulse, by which lists are ranked. */
  private final ChoiceModel told;

  private final Reader reader;

  /** Interactions with an item whose fingerprint is that of another. */
  private long refused;

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
    trainer = new Trainer(settings.items(), settings.lists(), settings.pulse(), settings.model());
    shownLearner = new ShownLearner(trainer, settings.lists(), settings.exposures());
    counts = new Counts(settings);
    table = trainer.table();
    news = new ItemNews(settings.items());
    ranker = new Ranker(settings.lists(), table);
    told = ChoiceModel.of(settings.model());
    reader = new Reader(table);
  }

  /** The model as it stands. */
  public ChoiceModel model() {
    return trainer.model();
  }

  /** How good the lists were that were chosen from, as a job tells while it runs. */
  public ChoiceQuality quality() {
    return trainer.quality();
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

  /** The weights of variants as of the last pulse, in their order. */
  public List<Weighting> weightings() {
    return trainer.weightings();
  }

  /**
   * The last pulse taken by the weights of a variant, for users who were away for a {@link Gap}.
   *
   * @param position of the variant in {@link #weightings}
   */
  public Pulse pulse(int position, int gap) {
    return trainer.pulse(position, gap);
  }

  /** What users did lately, as of the last pulse. */
  public Peers peers() {
    return trainer.peers();
  }

  /** The users seen, in no order. */
  public Set<String> users() {
    return Collections.unmodifiableSet(profiles.keySet());
  }

  /** What is remembered of a user; nothing if the user is unknown. */
  public UserProfile profile(String user) {
    UserProfile profile = profiles.get(user);
    return profile == null ? new UserProfile() : profile;
  }

  /** How many interactions and records of the catalogue were refused: see {@link #accept}. */
  public long refused() {
    return refused;
  }

  /** Whether an item may be entered: no other has its fingerprint. */
  private boolean isAlone(String item) {
    long fingerprint = Fingerprint.of(item);
    int index = table.indexOf(fingerprint);
    ItemRow row = counts.known(fingerprint);
    boolean isAlone =
        (row == null || row.isOf(item)) && (index < 0 || table.id(index).equals(item));
    refused += isAlone ? 0 : 1;
    return isAlone;
  }

  /** Enters a record of the catalogue, unless another item has its fingerprint. */
  public void accept(CatalogueItem item) {
    if (!isAlone(item.item())) {
      return;
    }
    counts.describe(item);
    trainer.describe(item);
  }

  /**
   * Learns from an interaction and publishes the user's list. Leaves it out if it is with no item,
   * or if another item has its item's fingerprint: the two would be one.
   */
  public void accept(Interaction interaction) {
    if (interaction.plan() || !isAlone(interaction.item())) {
      return;
    }
    if (trainer.isDue(interaction.atMillis())) {
      refresh(interaction.atMillis());
    }
    EnrichedInteraction enriched = counts.enrich(interaction);
    UserProfile profile = profiles.computeIfAbsent(interaction.user(), user -> new UserProfile());
    if (!enriched.isAgainst()) {
      learn(profile, enriched);
    }
    profile.update(enriched, settings.candidates());
    rank(interaction.user(), profile);
    if (profile.interests().size() > 0) {
      publisher.interests(interaction.user(), profile.latestMillis(), profile.interests());
    }
    if (!enriched.isAgainst()) {
      publisher.similar(interaction.item(), interaction.atMillis(), enriched.neighbours(), table);
    }
  }

  /**
   * Learns from a list that a user was shown, and publishes the user's list if others count as
   * shown in vain from now on. Of a user of whom nothing is known nothing is kept.
   */
  public void accept(ListExposure exposure) {
    UserProfile profile = profiles.get(exposure.user());
    if (!settings.exposures().count() || profile == null) {
      return;
    }
    long atMillis = Math.min(exposure.atMillis(), trainer.latestMillis());
    if (trainer.isDue(atMillis)) {
      refresh(atMillis);
    }
    boolean isChanged = profile.show(exposure, settings.exposures());
    ShownLists others = shown.computeIfAbsent(exposure.user(), user -> new ShownLists());
    shownLearner.show(profile, others, exposure, 1.0);
    if (isChanged) {
      rank(exposure.user(), profile);
    }
  }

  /** Learns from what a user did, who is as before, and tells what is counted of its item now. */
  private void learn(UserProfile profile, EnrichedInteraction enriched) {
    long item = enriched.neighbours().item();
    boolean isChoice = profile.isChoice(enriched, settings.candidates());
    ShownLists lists = shown.get(enriched.user());
    boolean isTaken =
        lists != null && shownLearner.take(lists, item, enriched.atMillis(), isChoice);
    if (isChoice) {
      trainer.learn(profile, item, enriched.atMillis(), isTaken ? 0.0 : 1.0);
    }
    trainer.observe(profile, item, enriched.atMillis());
    ItemRow row = counts.row(item);
    isStale |= row.isUrgent(settings.items());
    ItemFacts facts = news.changed(row);
    if (facts != null) {
      trainer.enter(facts);
    }
  }

  private void rank(String user, UserProfile profile) {
    PersonalList list = ranker.rank(user, profile, trainer.pulse(), told);
    lists.put(user, list);
    publisher.list(list, WeightedPulse.lists(trainer.weighted(), ranker, user, profile, told));
  }

  /**
   * Publishes the neighbours of all items once more, as of the last pulse: what is left to do at
   * the end of a log. Takes the pulse before.
   */
  public void settle() {
    refresh(trainer.latestMillis());
    for (LongObjectCursor<ItemRow> entry : counts.rows()) {
      long latestMillis = entry.value.neighbours().latestMillis();
      publisher.similar(
          table.id(table.indexOf(entry.key)),
          latestMillis,
          entry.value.latest(entry.key, latestMillis, settings.items()),
          table);
    }
  }

  /** Publishes the list of a user and the neighbours of an item again, as of the last pulse. */
  public void publish(String user, String item, long atMillis) {
    rank(user, profile(user));
    publisher.similar(item, atMillis, counts.neighbours(Fingerprint.of(item), atMillis), table);
  }

  /**
   * From the next pulse on, lists of these variants are published by other weights too, those of
   * users who do nothing included.
   */
  public void weigh(List<Weighting> weightings) {
    trainer.weigh(weightings);
  }

  /** Takes the pulse, as the job does once a second. */
  public void refresh(long nowMillis) {
    List<Weighting> before = trainer.weightings();
    news.take().forEach(trainer::enter);
    trainer.refresh(nowMillis);
    told.restore(trainer.model().snapshot());
    isStale = false;
    List<Weighting> added = new ArrayList<>(trainer.weightings());
    added.removeAll(before);
    if (!added.isEmpty()) {
      profiles.forEach((user, profile) -> rankIf(added, user, profile));
    }
  }

  private void rankIf(List<Weighting> weightings, String user, UserProfile profile) {
    if (weightings.stream().anyMatch(weighting -> weighting.isOf(user))) {
      rank(user, profile);
    }
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
    return recommend(user, atMillis, size, excluded, () -> AppliedRules.NONE);
  }

  /**
   * The list as a frontend would read it where there are rules on lists.
   *
   * @param user known or not
   * @param atMillis when it is read
   * @param size at most so many items
   * @param excluded items the frontend does not want
   * @param rules tells which apply to it; asked once the pulse and all items are as of the moment
   */
  public List<Recommendation> recommend(
      String user, long atMillis, int size, Set<String> excluded, Supplier<AppliedRules> rules) {
    if (trainer.isDue(atMillis)) {
      refresh(atMillis);
    } else if (isStale) {
      refresh(trainer.latestMillis());
    }
    Pulse pulse = trainer.pulse(Gap.between(profile(user).latestMillis(), atMillis));
    return reader.read(lists.get(user), pulse, trainer.peers(), rules.get(), size, excluded);
  }
}
