package dev.freshet.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.candidates.Exclusion;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.interest.InterestVector;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ServedRule;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.ranking.AppliedRules;
import dev.freshet.scoring.ranking.PersonalList;
import dev.freshet.scoring.ranking.Recommendation;
import dev.freshet.scoring.ranking.VariantList;
import dev.freshet.scoring.similarity.Neighbours;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecommenderTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long MINUTE = 60_000L;

  /** Two ids with one fingerprint. */
  private static final String FIRST = "akqv\u523a\u0996\ubc3b\uaf56";

  private static final String SECOND = "\u39b9\uea42\u737b\u6782\ua65d\u03e5\u95d1\u776f";

  private static List<CatalogueItem> catalogue() {
    List<CatalogueItem> catalogue = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      catalogue.add(
          new CatalogueItem(
              "item-" + i, "", List.of("tag-" + i % 3), "", 0L, false, List.of(i % 3f, 1f)));
    }
    return catalogue;
  }

  /** Users who keep to the items of one tag, mostly in the order of their numbers. */
  private static List<Interaction> morning(int count) {
    Random random = new Random(3);
    List<Interaction> events = new ArrayList<>();
    int[] position = new int[20];
    for (int i = 0; i < count; i++) {
      int user = random.nextInt(20);
      int step = random.nextInt(10) == 0 ? random.nextInt(10) : position[user]++ % 10;
      events.add(
          Interaction.click(
              "e" + i, "user-" + user, "item-" + (step * 3 + user % 3), NOON + i * MINUTE));
    }
    return events;
  }

  private static Recommender after(RecommenderSettings settings, List<Interaction> events) {
    Recommender recommender = new Recommender(settings);
    catalogue().forEach(recommender::accept);
    events.forEach(recommender::accept);
    return recommender;
  }

  @Test
  void recommendsWhatGoesOnFromWhereTheUserIs() {
    Recommender recommender = after(RecommenderSettings.defaults(), morning(400));
    long now = NOON + 401 * MINUTE;
    recommender.accept(Interaction.click("x", "newcomer", "item-3", now));
    recommender.accept(Interaction.click("y", "newcomer", "item-6", now + MINUTE));
    List<Recommendation> list = recommender.recommend("newcomer", now + 2 * MINUTE, 3, Set.of());

    assertThat(list.get(0).item()).isEqualTo("item-9");
    assertThat(list.get(0).reason()).matches("(after|similar):item-[36]|tag:tag-0");
    assertThat(list).extracting(Recommendation::item).doesNotContain("item-3", "item-6");
  }

  @Test
  void asksForRulesOnceThePulseIsAsOfTheMoment() {
    Recommender recommender = after(RecommenderSettings.defaults(), morning(40));
    long now = NOON + 60 * MINUTE;
    List<Long> asked = new ArrayList<>();
    ServedRule pin = ServedRule.always("pin", ListAction.PIN, 2, -1.0, "item-7");

    List<Recommendation> ruled =
        recommender.recommend(
            "stranger",
            now,
            5,
            Set.of(),
            () -> {
              asked.add(recommender.pulse().asOfMillis());
              return AppliedRules.of(List.of(pin), null, audience -> false, now, true);
            });

    assertThat(asked).containsExactly(now);
    assertThat(ruled.get(1).item()).isEqualTo("item-7");
    assertThat(ruled.get(1).reason()).isEqualTo("rule:pin");
    assertThat(ruled)
        .filteredOn(row -> !row.item().equals("item-7"))
        .isEqualTo(
            recommender.recommend("stranger", now, 10, Set.of()).stream()
                .filter(row -> !row.item().equals("item-7"))
                .limit(4)
                .toList());
  }

  @Test
  void givesTheSameForTheSameEvents() {
    Recommender one = after(RecommenderSettings.defaults(), morning(300));
    Recommender other = after(RecommenderSettings.defaults(), morning(300));

    assertThat(other.model().snapshot()).isEqualTo(one.model().snapshot());
    for (String user : one.users()) {
      assertThat(other.recommend(user, NOON + 301 * MINUTE, 10, Set.of()))
          .isEqualTo(one.recommend(user, NOON + 301 * MINUTE, 10, Set.of()));
    }
  }

  @Test
  void learnsOneStepFromEachChoiceOfAKnownUser() {
    List<Interaction> events = morning(300);
    Set<String> seen = new HashSet<>();
    Set<String> users = new HashSet<>();
    int choices = 0;
    for (Interaction event : events) {
      boolean isNew = seen.add(event.user() + event.item());
      if (!users.add(event.user()) && isNew) {
        choices++;
      }
    }

    assertThat(after(RecommenderSettings.defaults(), events).model().steps()).isEqualTo(choices);
  }

  @Test
  void listsNoMoreWhatAUserTurnsDown() {
    RecommenderSettings settings = Some.settings().exclude(Exclusion.NOTHING).build();
    Recommender recommender = after(settings, morning(300));
    long now = NOON + 301 * MINUTE;
    recommender.accept(Interaction.click("x", "newcomer", "item-3", now));
    String first = recommender.recommend("newcomer", now, 1, Set.of()).get(0).item();
    int index = recommender.table().indexOf(Fingerprint.of(first));
    recommender.refresh(now);
    double users = recommender.table().count(index);
    long steps = recommender.model().steps();

    recommender.accept(Interaction.of("y", "newcomer", first, now + 1, InteractionKind.DISLIKE));

    recommender.refresh(now + 1);
    assertThat(recommender.recommend("newcomer", now + 2, 40, Set.of()))
        .extracting(Recommendation::item)
        .doesNotContain(first)
        .contains("item-3");
    assertThat(recommender.table().count(index)).isCloseTo(users, within(1e-6));
    assertThat(recommender.model().steps()).isEqualTo(steps);
  }

  @Test
  void knowsNothingOfAnItemThatWasOnlyTurnedDown() {
    Recommender recommender = after(RecommenderSettings.defaults(), morning(300));
    long now = NOON + 301 * MINUTE;
    recommender.accept(Interaction.of("x", "user-1", "spam", now, InteractionKind.DISLIKE));
    recommender.refresh(now);

    assertThat(recommender.table().indexOf(Fingerprint.of("spam"))).isNegative();
  }

  @Test
  void listsItemsDoneAgainWhereThatIsWanted() {
    RecommenderSettings settings = Some.settings().exclude(Exclusion.NOTHING).build();
    Recommender recommender = after(settings, morning(300));
    recommender.accept(Interaction.click("x", "newcomer", "item-3", NOON + 301 * MINUTE));

    assertThat(recommender.recommend("newcomer", NOON + 302 * MINUTE, 30, Set.of()))
        .extracting(Recommendation::item)
        .contains("item-3");
  }

  @Test
  void givesAStrangerWhatIsTrendingWithoutTheUnwanted() {
    Recommender recommender = after(RecommenderSettings.defaults(), morning(300));
    List<Recommendation> all = recommender.recommend("stranger", NOON + 301 * MINUTE, 3, Set.of());
    List<Recommendation> less =
        recommender.recommend("stranger", NOON + 301 * MINUTE, 3, Set.of(all.get(0).item()));

    assertThat(all).hasSize(3).extracting(Recommendation::reason).containsOnly("trending");
    assertThat(less.get(0).item()).isEqualTo(all.get(1).item());
  }

  @Test
  void givesAStrangerANewItemBeforeTheNextBeat() {
    Recommender recommender = after(RecommenderSettings.defaults(), morning(300));
    long now = NOON + 301 * MINUTE;
    recommender.refresh(now);
    recommender.accept(Interaction.click("x", "newcomer", "newest", now));

    assertThat(recommender.recommend("stranger", now, 40, Set.of()))
        .extracting(Recommendation::item)
        .contains("newest");
    assertThat(recommender.pulse().asOfMillis()).isEqualTo(now);
  }

  @Test
  void fillsTheListOfAUserWhoHasDoneAllOfThePulse() {
    RecommenderSettings settings = RecommenderSettings.defaults();
    int items = 2 * settings.pulse().size();
    List<Interaction> events = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      events.add(Interaction.click("u" + i, "user-" + i, "page-" + i, NOON + i));
    }
    for (int i = items - 1; i >= settings.pulse().size() - 10; i--) {
      events.add(Interaction.click("a" + i, "ada", "page-" + i, NOON + MINUTE + i));
    }

    Recommender recommender = after(settings, events);

    assertThat(recommender.recommend("ada", NOON + 2 * MINUTE, 20, Set.of())).hasSize(20);
    assertThat(recommender.recommend("ada", NOON + 2 * MINUTE, 150, Set.of())).hasSize(150);
  }

  @Test
  void tellsItsPublisherWhatFollowsFromEachInteraction() {
    List<String> told = new ArrayList<>();
    Publisher publisher =
        new Publisher() {
          @Override
          public void list(PersonalList list, List<VariantList> others) {
            told.add("list of " + list.user());
          }

          @Override
          public void interests(String user, long atMillis, InterestVector interests) {
            told.add("interests of " + user + ", " + interests.size());
          }

          @Override
          public void similar(String item, long atMillis, Neighbours neighbours, ItemTable table) {
            told.add("similar to " + item + ", " + neighbours.size());
          }
        };
    Recommender recommender = new Recommender(RecommenderSettings.defaults(), publisher);
    catalogue().forEach(recommender::accept);
    recommender.accept(Interaction.click("x", "ada", "item-3", NOON));
    recommender.accept(Interaction.click("y", "ada", "item-6", NOON + 1));
    recommender.accept(Interaction.click("z", "ada", "unlisted", NOON + 2));
    recommender.publish("ada", "item-3", NOON + 3);

    assertThat(told)
        .containsExactly(
            "list of ada",
            "interests of ada, 1",
            "similar to item-3, 0",
            "list of ada",
            "interests of ada, 1",
            "similar to item-6, 1",
            "list of ada",
            "interests of ada, 1",
            "similar to unlisted, 2",
            "list of ada",
            "similar to item-3, 2");
    assertThat(recommender.users()).containsExactly("ada");
    assertThat(recommender.profile("ada").seenSize()).isEqualTo(3);
    assertThat(recommender.profile("stranger").seenSize()).isZero();
  }

  @Test
  void saysTheSameAsWhenTheseFiguresWereRecorded() {
    Recommender recommender = after(RecommenderSettings.defaults(), morning(400));
    List<Recommendation> list = recommender.recommend("user-4", NOON + 401 * MINUTE, 4, Set.of());
    double[] weights = recommender.model().weights(3, Gap.NONE);

    assertThat(list)
        .extracting(Recommendation::item)
        .containsExactly("item-5", "item-8", "item-11", "item-14");
    assertThat(list.get(0).score()).isCloseTo(RECORDED_SCORE, within(1e-6));
    assertThat(weights).containsExactly(RECORDED_WEIGHTS, within(1e-6));
  }

  private static final double RECORDED_SCORE = 6.1720562;
  private static final double[] RECORDED_WEIGHTS = {
    -5.7576889,
    -0.0762597,
    0.1626247,
    0.1640158,
    0.1641933,
    -0.0357571,
    -0.0081157,
    0.0305386,
    0.4251636,
    0.1132241,
    0.3953876,
    1.2212126,
    0.9024040,
    0.3000000,
    -0.0649948,
    0.5697944,
    0.9705548
  };

  @Test
  void leavesOutAnItemThatHasTheFingerprintOfAnother() {
    Recommender recommender = after(RecommenderSettings.defaults(), morning(300));
    recommender.accept(Interaction.click("a", "ada", FIRST, NOON + 400 * MINUTE));
    recommender.accept(Interaction.click("b", "ben", SECOND, NOON + 401 * MINUTE));
    recommender.accept(
        new CatalogueItem(SECOND, "", List.of("tag-of-second"), "", 0L, false, List.of()));

    assertThat(recommender.refused()).isEqualTo(2);
    assertThat(recommender.users()).contains("ada").doesNotContain("ben");
    assertThat(recommender.recommend("stranger", NOON + 402 * MINUTE, 40, Set.of()))
        .extracting(Recommendation::item)
        .contains(FIRST)
        .doesNotContain(SECOND);
  }
}
