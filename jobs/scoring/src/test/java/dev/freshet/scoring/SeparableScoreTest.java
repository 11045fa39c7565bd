package dev.freshet.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.candidates.EnrichedInteraction;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Opinion;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.Counting;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.model.ChoiceModel;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.pulse.Peers;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.ranking.ChoiceSet;
import dev.freshet.scoring.ranking.PersonalList;
import dev.freshet.scoring.ranking.Ranker;
import dev.freshet.scoring.ranking.Reader;
import dev.freshet.scoring.ranking.Reason;
import dev.freshet.scoring.ranking.Recommendation;
import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.similarity.Onward;
import dev.freshet.scoring.training.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adding the personal and the global part on reading ranks as the whole model does. */
class SeparableScoreTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;
  private static final int ITEMS = 80;
  private static final int CANDIDATES = 25;
  private static final int PULSE = 15;

  /** A platform and a user, drawn at random. */
  private static final class Platform {

    private final Random random;
    private final RecommenderSettings settings;
    private final Counting counting = new Counting();
    private final Trainer trainer;
    private final ItemTable table;
    private final ChoiceModel model;
    private final String[] done;
    private final UserProfile user = new UserProfile();

    private Platform(int seed) {
      this(seed, RecommenderSettings.defaults().candidates().size());
    }

    private Platform(int seed, int candidates) {
      settings = Some.settings().pulse(PULSE).candidates(candidates).build();
      trainer = Some.trainer(settings);
      table = trainer.table();
      random = new Random(seed);
      for (int i = 0; i < ITEMS; i++) {
        trainer.describe(
            new CatalogueItem(
                "item-" + i, "", List.of("tag-" + i % 7), "", 0L, i % 19 == 0, List.of()));
        interact(
            "item-" + i, NOON - (long) (random.nextDouble() * 100 * DAY), 4 * random.nextDouble());
      }
      double[] weights = new double[Signal.COUNT];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = random.nextDouble() - (i < Signal.GLOBALS ? 0.5 : 0.0);
      }
      model = new ChoiceModel(weights, 0.1, 100.0);
      model.restore(withGlobals(model.snapshot(), weights));
      trainer.model().restore(model.snapshot());
      trainer.refresh(NOON);
      List<String> drawn =
          random
              .ints(0, ITEMS)
              .distinct()
              .limit(CANDIDATES + 3)
              .mapToObj(i -> "item-" + i)
              .toList();
      done = drawn.subList(CANDIDATES, CANDIDATES + 3).toArray(String[]::new);
      for (int i = 0; i < done.length; i++) {
        user.update(enrich(1 + i, drawn.subList(0, CANDIDATES)), settings.candidates());
      }
    }

    private static double[] withGlobals(double[] snapshot, double[] weights) {
      System.arraycopy(weights, 0, snapshot, 0, weights.length);
      return snapshot;
    }

    private void interact(String item, long atMillis, double strength) {
      trainer.enter(counting.interact(item, atMillis, strength));
    }

    /** An item with about half of the candidates as its neighbours. */
    private EnrichedInteraction enrich(int number, List<String> candidates) {
      List<String> some = candidates.stream().filter(item -> random.nextBoolean()).toList();
      int size = some.size();
      long[] items = some.stream().mapToLong(Fingerprint::of).toArray();
      float[][] signals = new float[3][size];
      for (int i = 0; i < size; i++) {
        signals[0][i] = 0.01f + random.nextFloat();
        signals[1][i] = random.nextBoolean() ? random.nextFloat() : 0;
        signals[2][i] = random.nextBoolean() ? random.nextFloat() : 0;
      }
      String item = done[number - 1];
      return new EnrichedInteraction(
          "ada",
          number,
          item,
          NOON,
          false,
          Engagement.NONE,
          new Engagement(NOON, 4 * random.nextDouble()),
          new Neighbours(Fingerprint.of(item), items, signals[0], signals[1], signals[2]),
          Onward.NONE,
          List.of(number == 2 ? "tag-3" : "tag-1"),
          new float[0],
          Opinion.NONE);
    }

    private PersonalList list() {
      return new Ranker(settings.lists(), table).rank("ada", user, trainer.pulse(), model);
    }

    /** The whole model's utility of everything the user could choose. */
    private Map<String, Double> utilities() {
      ChoiceSet alternatives = new ChoiceSet(settings.lists(), table);
      alternatives.fill(user, trainer.pulse(), Peers.NONE);
      alternatives.fillUp(settings.candidates().size());
      double[] weights = model.weights(ChoiceModel.bucket(user.seenSize()), Gap.NONE);
      Map<String, Double> utilities = new HashMap<>();
      for (int i = 0; i < alternatives.size(); i++) {
        double utility = 0.0;
        for (int s = 0; s < Signal.COUNT; s++) {
          utility += weights[s] * alternatives.signals()[i * Signal.COUNT + s];
        }
        utilities.put(table.id(alternatives.index(i)), utility);
      }
      return utilities;
    }

    private List<Recommendation> read(PersonalList list) {
      return new Reader(table).read(list, trainer.pulse(), Peers.NONE, ITEMS, Set.of());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void ranksAsTheWholeModelAtTheMomentOfWriting(int seed) {
    Platform platform = new Platform(seed);
    Map<String, Double> utilities = platform.utilities();
    List<Recommendation> read = platform.read(platform.list());
    double floor = platform.trainer.pulse().floor();

    List<String> expected =
        utilities.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(read).extracting(Recommendation::item).containsExactlyElementsOf(expected);
    for (Recommendation index : read) {
      assertThat(index.score()).isCloseTo(of(utilities, index.item()) - floor, within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void isOffLaterByNoMoreThanTheGlobalPartsHaveMoved(int seed) {
    Platform platform = new Platform(seed);
    PersonalList list = platform.list();
    Map<String, Double> before = shortfalls(platform);
    for (int i = 0; i < 10; i++) {
      platform.interact("item-" + platform.random.nextInt(ITEMS), NOON + DAY, 2.0);
    }
    platform.trainer.refresh(NOON + DAY);
    Map<String, Double> after = shortfalls(platform);
    double moved =
        before.keySet().stream()
            .mapToDouble(item -> Math.abs(of(after, item) - of(before, item)))
            .max()
            .orElseThrow();
    Map<String, Double> utilities = platform.utilities();
    double floor = platform.trainer.pulse().floor();

    Set<String> pulse = new HashSet<>();
    platform.trainer.pulse().ranked(platform.table).forEach(item -> pulse.add(item.item()));
    Set<String> listed = new HashSet<>(Arrays.asList(list.items()));
    List<Recommendation> read = platform.read(list);
    for (Recommendation index : read) {
      double error = Math.abs(index.score() - (of(utilities, index.item()) - floor));
      boolean exact =
          pulse.contains(index.item())
              && listed.contains(index.item())
              && of(before, index.item()) == 0;
      assertThat(error).isLessThanOrEqualTo(exact ? 1e-9 : moved + 1e-9);
    }
    assertThat(read).hasSizeGreaterThan(20);
  }

  private static double of(Map<String, Double> values, String item) {
    return Objects.requireNonNull(values.get(item), item);
  }

  /** How far each item's global part lies below the last place of the pulse; 0 within it. */
  private static Map<String, Double> shortfalls(Platform platform) {
    Map<String, Double> shortfalls = new HashMap<>();
    for (int index = 0; index < platform.table.size(); index++) {
      double above = platform.table.globalScore(index) - platform.trainer.pulse().floor();
      shortfalls.put(platform.table.id(index), Math.min(0.0, above));
    }
    return shortfalls;
  }

  @Test
  void givesEveryCandidateTheReasonThatLiftsItMost() {
    Platform platform = new Platform(1);
    PersonalList list = platform.list();
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      reasons.add(list.reasons()[i].text(list.subjects()[i]));
    }

    assertThat(reasons)
        .allMatch(reason -> reason.matches("(similar|after):item-\\d+|tag:tag-[13]|trending"));
    assertThat(reasons).anyMatch(reason -> reason.startsWith("similar:"));
    assertThat(reasons).anyMatch(reason -> reason.startsWith("tag:"));
    assertThat(list.excluded()).containsExactly(platform.done);
  }

  @Test
  void listsThePulseWhereNothingPersonalIsKnown() {
    Platform platform = new Platform(1, PULSE);
    Pulse pulse = platform.trainer.pulse();
    PersonalList list =
        new Ranker(platform.settings.lists(), platform.table)
            .rank("newcomer", new UserProfile(), pulse, platform.model);

    assertThat(list.items())
        .containsExactly(
            pulse.ranked(platform.table).stream().map(ScoredItem::item).toArray(String[]::new));
    assertThat(list.scores()).containsOnly(0.0);
    assertThat(list.reasons()).containsOnly(Reason.TRENDING);
  }

  @Test
  void keepsRetiredAndExcludedItemsOut() {
    Platform platform = new Platform(1);
    List<String> read = platform.read(platform.list()).stream().map(Recommendation::item).toList();

    assertThat(read)
        .doesNotContain("item-0", "item-19", "item-38", "item-57", "item-76")
        .doesNotContain(platform.done);
  }
}
