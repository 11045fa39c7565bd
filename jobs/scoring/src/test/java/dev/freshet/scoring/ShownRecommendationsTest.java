package dev.freshet.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.candidates.ExposureSettings;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.ranking.Recommendation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What follows from lists that users were shown. */
class ShownRecommendationsTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long MINUTE = 60_000L;

  private final Recommender recommender = new Recommender(with(true, true, false));
  private int events;

  private static RecommenderSettings with(boolean learn, boolean fade, boolean appeal) {
    RecommenderSettings defaults = RecommenderSettings.defaults();
    return new RecommenderSettings(
        defaults.history(),
        defaults.items(),
        defaults.lists(),
        defaults.pulse(),
        defaults.model(),
        new ExposureSettings(learn, fade, appeal, 30 * MINUTE));
  }

  private void click(String user, String item, long atMillis) {
    recommender.accept(Interaction.click("e" + events++, user, item, atMillis));
  }

  private static ListExposure list(String user, long atMillis, String placement, String... items) {
    return new ListExposure(
        user + atMillis + placement,
        user,
        atMillis,
        placement,
        Arrays.asList(items),
        Map.of(),
        EventTime.NEVER);
  }

  private void show(String user, long atMillis, String... items) {
    recommender.accept(list(user, atMillis, "home", items));
  }

  private void everybodyClicks() {
    for (int user = 0; user < 10; user++) {
      for (String item : List.of("a", "b", "c", "d")) {
        click("user-" + user, item, NOON + user);
      }
    }
    click("ada", "z", NOON + MINUTE);
    recommender.refresh(NOON + MINUTE);
  }

  private long learned() {
    return recommender.model().steps();
  }

  @Test
  void learnsAChoiceFromAListOnce() {
    everybodyClicks();
    long before = learned();
    show("ada", NOON + 2 * MINUTE, "a", "b", "c");
    assertThat(learned()).isEqualTo(before);
    click("ada", "b", NOON + 3 * MINUTE);
    assertThat(learned()).isEqualTo(before + 1);
    click("ada", "c", NOON + 4 * MINUTE);
    assertThat(learned()).isEqualTo(before + 2);
  }

  @Test
  void keepsTheTimeOfWhatUsersDoThoughListsAreReadLongBefore() {
    everybodyClicks();
    show("ada", NOON + 50_000 * MINUTE, "a", "b", "c");

    assertThat(recommender.table().asOfMillis()).isEqualTo(NOON + MINUTE);
  }

  @Test
  void learnsFromAListThatWasLeftWhenItIsTooLate() {
    everybodyClicks();
    long before = learned();
    show("ada", NOON + 2 * MINUTE, "a", "b", "c");
    show("ada", NOON + 20 * MINUTE, "a", "b", "c");
    assertThat(learned()).isEqualTo(before);
    show("ada", NOON + 40 * MINUTE, "a", "b", "c");

    assertThat(learned()).isEqualTo(before + 1);
  }

  @Test
  void learnsFromAListThatWasLeftWhenALaterOneOfItsPlacementIsTakenFrom() {
    everybodyClicks();
    show("ada", NOON + 2 * MINUTE, "a", "b");
    recommender.accept(list("ada", NOON + 3 * MINUTE, "next", "a", "b"));
    show("ada", NOON + 4 * MINUTE, "c", "d");
    long before = learned();
    click("ada", "d", NOON + 5 * MINUTE);

    assertThat(learned()).isEqualTo(before + 2);
  }

  @Test
  void learnsWhatIsTakenFromNoListAsWithoutLists() {
    everybodyClicks();
    show("ada", NOON + 2 * MINUTE, "a", "b");
    long before = learned();
    click("ada", "c", NOON + 3 * MINUTE);

    assertThat(learned()).isEqualTo(before + 1);
  }

  @Test
  void keepsNothingOfUnknownUsersAndOfListsThatCameTooLate() {
    everybodyClicks();
    long before = learned();
    show("nobody", NOON + 2 * MINUTE, "a", "b");
    show("nobody", NOON + 60 * MINUTE, "a", "b");
    show("ada", NOON, "a", "b");
    show("ada", NOON + 60 * MINUTE, "a", "b");

    assertThat(learned()).isEqualTo(before);
    assertThat(recommender.users()).doesNotContain("nobody");
  }

  @Test
  void letsWhatWasOftenShownInVainFallForThatUserAlone() {
    everybodyClicks();
    click("bob", "z", NOON + MINUTE);
    for (int i = 1; i <= 20; i++) {
      long atMillis = NOON + i * 60L * MINUTE;
      show("ada", atMillis, "a", "b", "c", "d");
      show("user-" + (i % 3), atMillis, "z");
    }
    long now = NOON + 24 * 60 * MINUTE;
    // Somebody else teaches that what was shown in vain is passed over.
    for (int i = 0; i < 30; i++) {
      long atMillis = now + i * 60L * MINUTE;
      click("carl-" + i, "d", atMillis - 60 * MINUTE);
      for (int j = 0; j < 4; j++) {
        show("carl-" + i, atMillis + j * 40L * MINUTE, "a", "b");
      }
      show("carl-" + i, atMillis + 160 * MINUTE, "a", "b", "c");
      click("carl-" + i, "c", atMillis + 161 * MINUTE);
    }

    assertThat(recommender.model().fading()).isNegative();
    long then = now + 100 * 60 * MINUTE;
    show("ada", then - MINUTE, "d");
    double ofAda = score(recommender.recommend("ada", then, 20, Set.of()), "a");
    double ofBob = score(recommender.recommend("bob", then, 20, Set.of()), "a");
    assertThat(ofAda).isLessThan(ofBob);
  }

  @Test
  void liftsForEverybodyWhatIsTakenMoreOftenThanForeseen() {
    Recommender listening = new Recommender(with(false, false, true));
    Recommender deaf = new Recommender(with(false, false, false));
    for (int i = 0; i < 400; i++) {
      String user = "user-" + i % 20;
      long atMillis = NOON + i * 5L * MINUTE;
      // The platform shows all three alike; of three clicks two are with b.
      listening.accept(list(user, atMillis, "home", "a", "b", "c"));
      String item = i % 3 == 0 ? "a" : "b";
      Interaction click = Interaction.click("e" + i, user, item, atMillis + MINUTE);
      listening.accept(click);
      deaf.accept(click);
      // What nobody was shown is as popular as c is.
      for (String other : List.of("c", "d")) {
        Interaction found =
            Interaction.click("f" + i + other, "finder-" + i % 20, other, atMillis + 2 * MINUTE);
        listening.accept(found);
        deaf.accept(found);
      }
    }
    long now = NOON + 3_000 * MINUTE;

    List<Recommendation> heard = listening.recommend("nobody", now, 20, Set.of());
    List<Recommendation> unheard = deaf.recommend("nobody", now, 20, Set.of());
    assertThat(score(heard, "b") - score(heard, "c"))
        .isGreaterThan(score(unheard, "b") - score(unheard, "c") + 0.3);
    assertThat(score(heard, "d") - score(heard, "c"))
        .isGreaterThan(score(unheard, "d") - score(unheard, "c") + 0.1);
  }

  @Test
  void changesNothingWhereListsDoNotCount() {
    Recommender deaf = new Recommender(with(false, false, false));
    Recommender untold = new Recommender(RecommenderSettings.defaults());
    for (int i = 0; i < 40; i++) {
      Interaction click =
          Interaction.click("e" + i, "user-" + i % 7, "item-" + i % 11, NOON + i * MINUTE);
      deaf.accept(list("user-" + i % 7, NOON + i * MINUTE, "home", "item-1", "item-2"));
      deaf.accept(click);
      untold.accept(click);
    }

    assertThat(deaf.model().snapshot()).isEqualTo(untold.model().snapshot());
    assertThat(deaf.recommend("user-1", NOON + 60 * MINUTE, 20, Set.of()))
        .isEqualTo(untold.recommend("user-1", NOON + 60 * MINUTE, 20, Set.of()));
  }

  @Test
  void keepsWeightsAsTheyAreUnlessTheyAreToBeLearned() {
    Recommender fading = new Recommender(with(false, true, false));
    Recommender untold = new Recommender(with(false, false, false));
    for (int i = 0; i < 60; i++) {
      Interaction click =
          Interaction.click("e" + i, "user-" + i % 7, "item-" + i % 11, NOON + i * MINUTE);
      fading.accept(list("user-" + i % 7, NOON + i * MINUTE, "home", "item-1", "item-2"));
      fading.accept(click);
      untold.accept(click);
    }

    assertThat(fading.model().weights(0, 0)).isEqualTo(untold.model().weights(0, 0));
    assertThat(fading.model().steps()).isEqualTo(untold.model().steps());
    assertThat(fading.model().snapshot()).isNotEqualTo(untold.model().snapshot());
  }

  private static double score(List<Recommendation> list, String item) {
    return list.stream()
        .filter(each -> each.item().equals(item))
        .mapToDouble(Recommendation::score)
        .findFirst()
        .orElse(Double.NEGATIVE_INFINITY);
  }
}
