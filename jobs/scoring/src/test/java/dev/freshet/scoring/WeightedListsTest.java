package dev.freshet.scoring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.experiment.Assignment;
import dev.freshet.scoring.experiment.Parameters;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.model.ModelSettings;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.ranking.PersonalList;
import dev.freshet.scoring.ranking.VariantList;
import dev.freshet.scoring.training.Weighting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of a variant with other weights get, beside what everybody gets. */
class WeightedListsTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long MINUTE = 60_000L;
  private static final int EVENTS = 500;

  private static final Map<String, Double> PERSONAL = Map.of("similar", 0.0, "interest", 4.0);
  private static final Map<String, Double> GLOBAL =
      Map.of("popularity-1d", 8.0, "popularity-30d", 0.0);

  /** What was published of one recommender last. */
  private static final class Platform implements Publisher {

    private final Map<String, PersonalList> lists = new HashMap<>();
    private final Map<String, List<VariantList>> others = new HashMap<>();
    private final Recommender recommender;

    Platform(Map<String, Double> factors, List<Weighting> weightings) {
      recommender = new Recommender(settings(factors), this);
      recommender.weigh(weightings);
      for (int i = 0; i < 90; i++) {
        recommender.accept(
            new CatalogueItem(
                "item-" + i, "", List.of("tag-" + i % 3), "", 0L, false, List.of(i % 3f, 1f)));
      }
    }

    @Override
    public void list(PersonalList list, List<VariantList> ofVariants) {
      lists.put(list.user(), list);
      others.put(list.user(), ofVariants);
    }

    Platform after(List<Interaction> events) {
      events.forEach(recommender::accept);
      recommender.refresh(NOON + EVENTS * MINUTE);
      recommender.users().forEach(user -> recommender.publish(user, "item-0", NOON));
      return this;
    }

    PersonalList list(String user) {
      return requireNonNull(lists.get(user));
    }

    List<VariantList> others(String user) {
      return requireNonNull(others.get(user));
    }

    List<ScoredItem> ranked(Pulse pulse) {
      return pulse.ranked(recommender.table());
    }
  }

  /** Frozen, so that another recommender has the same weights but for the factors. */
  private static RecommenderSettings settings(Map<String, Double> factors) {
    RecommenderSettings some = Some.settings().pulse(20).candidates(40).build();
    ModelSettings usual = some.model();
    List<Double> seed =
        Arrays.stream(Signal.values())
            .map(
                signal ->
                    usual.seed().get(signal.index()) * factors.getOrDefault(signal.label(), 1.0))
            .toList();
    return new RecommenderSettings(
        some.history(),
        some.items(),
        some.lists(),
        some.pulse(),
        new ModelSettings(usual.learningRate(), usual.clip(), true, seed),
        some.exposures());
  }

  private static Weighting weighting(String experiment, int number, Map<String, Double> factors) {
    return new Weighting(
        experiment,
        "b",
        new Assignment(experiment, 0.0, List.of(0.5, 0.5)),
        number,
        Arrays.stream(Signal.values())
            .map(signal -> factors.getOrDefault(signal.label(), 1.0))
            .toList());
  }

  private static List<Interaction> events() {
    Random random = new Random(5);
    List<Interaction> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      int user = random.nextInt(20);
      int item = 3 * (random.nextInt(30) * random.nextInt(30) / 30) + user % 3;
      events.add(Interaction.click("e" + i, "user-" + user, "item-" + item, NOON + i * MINUTE));
    }
    return events;
  }

  private static void assertSame(PersonalList list, PersonalList expected) {
    assertThat(list.items()).as(list.user()).isEqualTo(expected.items());
    assertThat(list.scores()).as(list.user()).containsExactly(expected.scores(), within(1e-9));
    assertThat(list.reasons()).isEqualTo(expected.reasons());
    assertThat(list.excluded()).isEqualTo(expected.excluded());
  }

  private static void assertSame(List<ScoredItem> pulse, List<ScoredItem> expected) {
    assertThat(pulse)
        .usingRecursiveFieldByFieldElementComparator(
            RecursiveComparisonConfiguration.builder()
                .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1, Double.class)
                .build())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void areThoseOfARecommenderThatHasTheseWeights(boolean global) {
    Map<String, Double> factors = global ? GLOBAL : PERSONAL;
    Weighting weighting = weighting("a", 1, factors);
    Platform platform = new Platform(Map.of(), List.of(weighting)).after(events());
    Platform other = new Platform(factors, List.of()).after(events());
    Platform usual = new Platform(Map.of(), List.of()).after(events());

    int users = 0;
    for (String user : platform.recommender.users()) {
      assertSame(platform.list(user), usual.list(user));
      List<VariantList> others = platform.others(user);
      assertThat(others).hasSize(weighting.isOf(user) ? 1 : 0);
      for (VariantList each : others) {
        assertThat(each.experiment() + " " + each.variant()).isEqualTo("a b");
        assertSame(each.list(), other.list(user));
        assertThat(each.list().items()).isNotEqualTo(usual.list(user).items());
        users++;
      }
    }
    assertThat(users).isBetween(5, 15);
    for (int gap = 0; gap < Gap.COUNT; gap++) {
      assertSame(
          platform.ranked(platform.recommender.pulse(0, gap)),
          other.ranked(other.recommender.pulse(gap)));
      assertSame(
          platform.ranked(platform.recommender.pulse(gap)),
          usual.ranked(usual.recommender.pulse(gap)));
    }
    assertThat(weighting.hasOwnPulse()).isEqualTo(global);
  }

  @Test
  void areOneOfEachExperimentWhoseVariantTheUserGets() {
    List<Weighting> weightings =
        List.of(weighting("a", 0, PERSONAL), weighting("a", 1, GLOBAL), weighting("c", 1, GLOBAL));
    Platform platform = new Platform(Map.of(), weightings).after(events());

    for (String user : platform.recommender.users()) {
      assertThat(platform.others(user))
          .extracting(VariantList::experiment)
          .isEqualTo(weightings.get(2).isOf(user) ? List.of("a", "c") : List.of("a"));
    }
  }

  @Test
  void areThereOfUsersWhoDoNothingAsSoonAsTheWeightsAreTold() {
    Platform platform = new Platform(Map.of(), List.of()).after(events());
    Weighting weighting = weighting("a", 1, GLOBAL);
    platform.others.clear();
    platform.recommender.weigh(List.of(weighting));
    platform.recommender.refresh(NOON + EVENTS * MINUTE);

    assertThat(platform.others.keySet())
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            platform.recommender.users().stream().filter(weighting::isOf).toList());

    platform.recommender.weigh(List.of());
    platform.recommender.refresh(NOON + EVENTS * MINUTE);
    platform.recommender.accept(Interaction.click("x", "user-1", "item-1", NOON + EVENTS * MINUTE));
    assertThat(platform.others("user-1")).isEmpty();
  }

  @Test
  void areOtherWhereAWeightIsGivenThatAReaderCannotMultiply() {
    assertThat(parameters(Map.of("peers", 2.0)).ranksOtherwise()).isFalse();
    assertThat(parameters(Map.of("peers", 2.0, "age", 1.0)).ranksOtherwise()).isFalse();
    assertThat(parameters(Map.of("peers", 2.0, "age", 0.5)).ranksOtherwise()).isTrue();
  }

  private static Parameters parameters(Map<String, Double> weights) {
    return new Parameters(weights, null, null, null, "");
  }
}
