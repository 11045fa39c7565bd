package dev.freshet.scoring.candidates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.Some;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Opinion;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.interest.Interests;
import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.similarity.Onward;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UserProfileTest {

  /** Of numbers below 2, of which a profile keeps 11 binary digits. */
  private static final float ROUNDING = 5e-4f;

  private static final long NOON = 1_764_072_000_000L;
  private static final CandidateSettings SETTINGS =
      Some.settings().candidates(4).seen(3).build().candidates();

  private static final float[] NO_VECTOR = {};

  private final UserProfile profile = new UserProfile();

  /** What ranking sees of a user. */
  private record View(
      long[] items,
      float[] similar,
      float[] longTerm,
      float[] after,
      float[] next,
      long[] sources,
      Interests interests,
      float[] vector,
      long[] seen,
      boolean[] excluded) {

    static View of(UserProfile profile, Exclusion exclusion) {
      CandidateColumns candidates = profile.candidates();
      int size = profile.size();
      long[] seen = new long[profile.seenSize()];
      boolean[] excluded = new boolean[seen.length];
      for (int i = 0; i < seen.length; i++) {
        seen[i] = profile.seenItem(i);
        excluded[i] = profile.isExcluded(i, exclusion);
      }
      return new View(
          Arrays.copyOf(candidates.items, size),
          Arrays.copyOf(candidates.similar, size),
          Arrays.copyOf(candidates.longTerm, size),
          Arrays.copyOf(candidates.after, size),
          Arrays.copyOf(candidates.next, size),
          Arrays.copyOf(candidates.sources, size),
          profile.interests().interests(),
          profile.vector(),
          seen,
          excluded);
    }

    int size() {
      return items.length;
    }
  }

  private static EnrichedInteraction enrich(String item, long atMillis, String... neighbours) {
    return enrich(item, atMillis, false, List.of("code"), NO_VECTOR, neighbours);
  }

  private static EnrichedInteraction touched(String item, float... vector) {
    return touchedAt(item, NOON, vector);
  }

  private static EnrichedInteraction touchedAt(String item, long atMillis, float... vector) {
    return enrich(item, atMillis, false, List.of(), vector);
  }

  private static EnrichedInteraction numbered(int number, String item) {
    return with(number, Onward.NONE, enrich(item, NOON));
  }

  private static EnrichedInteraction with(int number, Onward onward, EnrichedInteraction enriched) {
    return new EnrichedInteraction(
        enriched.user(),
        number,
        enriched.item(),
        enriched.atMillis(),
        enriched.completed(),
        enriched.from(),
        enriched.to(),
        enriched.neighbours(),
        onward,
        enriched.tags(),
        enriched.vector(),
        Opinion.NONE);
  }

  private static long[] fingerprints(String... items) {
    return Arrays.stream(items).mapToLong(Fingerprint::of).toArray();
  }

  private static EnrichedInteraction enrich(
      String item,
      long atMillis,
      boolean completed,
      List<String> tags,
      float[] vector,
      String... neighbours) {
    int size = neighbours.length;
    long[] items = new long[size];
    float[] similar = new float[size];
    float[] after = new float[size];
    float[] next = new float[size];
    for (int i = 0; i < size; i++) {
      items[i] = Fingerprint.of(neighbours[i]);
      similar[i] = 1.0f / (1 + i);
      after[i] = 0.5f / (1 + i);
      next[i] = 0.25f / (1 + i);
    }
    return new EnrichedInteraction(
        "ada",
        1,
        item,
        atMillis,
        completed,
        Engagement.NONE,
        new Engagement(atMillis, 1.0),
        new Neighbours(Fingerprint.of(item), items, similar, after, next),
        Onward.NONE,
        tags,
        vector,
        Opinion.NONE);
  }

  private void interact(EnrichedInteraction... entered) {
    for (EnrichedInteraction enriched : entered) {
      profile.update(enriched, SETTINGS);
    }
  }

  private View view() {
    return View.of(profile, Exclusion.TOUCHED);
  }

  private static int index(View view, String item) {
    return index(view, Fingerprint.of(item));
  }

  private static int index(View view, long item) {
    for (int i = 0; i < view.size(); i++) {
      if (view.items()[i] == item) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void takesTheNeighboursOfWhatIsTouchedAsCandidates() {
    interact(enrich("python", NOON, "java", "go"));
    View view = view();

    assertThat(view.size()).isEqualTo(2);
    int go = index(view, "go");
    assertThat(view.similar()[go]).isEqualTo(0.5f);
    assertThat(view.after()[go]).isEqualTo(0.25f);
    assertThat(view.next()[go]).isEqualTo(0.125f);
    assertThat(view.sources()[go]).isEqualTo(Fingerprint.of("python"));
    assertThat(profile.size()).isEqualTo(2);
  }

  @Test
  void leavesTheVectorOfBeforeAnInteractionAsItWas() {
    interact(touched("python", 1f, 0f));
    float[] before = profile.vector();
    float[] copy = before.clone();
    interact(touched("go", 0f, 1f));

    assertThat(before).containsExactly(copy);
    assertThat(profile.vector()).isNotEqualTo(copy);
  }

  @Test
  void fadesEarlierSignalsAndAddsNewOnes() {
    interact(enrich("python", NOON, "java", "go"), enrich("rust", NOON + 1, "go"));
    View view = view();
    int go = index(view, "go");
    int java = index(view, "java");

    assertThat(view.similar()[java]).isCloseTo(0.65f, within(ROUNDING));
    assertThat(view.next()[java]).isZero();
    assertThat(view.similar()[go]).isCloseTo(0.5f * 0.65f + 1.0f, within(ROUNDING));
    assertThat(view.after()[go]).isCloseTo(0.25f * 0.65f + 0.5f, within(ROUNDING));
    assertThat(view.next()[go]).isEqualTo(0.25f);
    assertThat(view.sources()[go]).isEqualTo(Fingerprint.of("rust"));
    assertThat(view.sources()[java]).isEqualTo(Fingerprint.of("python"));
  }

  @Test
  void fadesNothingWhenTheSameItemIsTouchedAgain() {
    interact(enrich("python", NOON, "java"), enrich("python", NOON + 1, "java"));

    assertThat(view().similar()).containsExactly(1.0f);
  }

  @Test
  void mergesAnAnswerThatWasOvertakenWhereItBelongs() {
    interact(enrich("python", NOON, "java", "go"), enrich("rust", NOON + 1, "go"));
    View inOrder = view();
    UserProfile overtaken = new UserProfile();
    overtaken.update(enrich("rust", NOON + 1, "go"), SETTINGS);
    overtaken.update(enrich("python", NOON, "java", "go"), SETTINGS);
    View late = View.of(overtaken, Exclusion.TOUCHED);

    for (String item : List.of("java", "go")) {
      int here = index(inOrder, item);
      int there = index(late, item);
      assertThat(late.similar()[there]).isCloseTo(inOrder.similar()[here], within(1e-6f));
      assertThat(late.longTerm()[there]).isCloseTo(inOrder.longTerm()[here], within(1e-6f));
      assertThat(late.after()[there]).isCloseTo(inOrder.after()[here], within(1e-6f));
      assertThat(late.next()[there]).isEqualTo(inOrder.next()[here]);
      assertThat(late.sources()[there]).isEqualTo(inOrder.sources()[here]);
    }
  }

  @Test
  void ordersWhatWasSeenByTimeWhateverTheOrderInWhichItCame() {
    CandidateSettings settings = Some.settings().candidates(20).seen(30).build().candidates();
    EnrichedInteraction[] inOrder = new EnrichedInteraction[8];
    for (int i = 0; i < inOrder.length; i++) {
      inOrder[i] = enrich("i" + i, NOON + i);
    }
    Arrays.stream(inOrder).forEach(each -> profile.update(each, settings));
    long[] expected = view().seen();

    for (int seed = 0; seed < 20; seed++) {
      List<EnrichedInteraction> shuffled = new ArrayList<>(List.of(inOrder));
      Collections.shuffle(shuffled, new Random(seed));
      UserProfile disordered = new UserProfile();
      for (EnrichedInteraction each : shuffled) {
        disordered.update(each, settings);
        disordered = UserProfile.deserialize(disordered.serialize());
      }

      assertThat(View.of(disordered, Exclusion.TOUCHED).seen()).isEqualTo(expected);
    }
  }

  @Test
  void fadesWhatComesLateByAllThatWasSeenAfterIt() {
    CandidateSettings settings = Some.settings().candidates(20).seen(30).build().candidates();
    for (int i = 1; i <= 3; i++) {
      profile.update(touchedAt("i" + i, NOON + i, i, 1), settings);
    }
    float[] before = profile.vector();

    profile.update(enrich("late", NOON, false, List.of(), new float[] {8, 1}, "go"), settings);

    double share = Math.pow(settings.decay(), 3);
    assertThat(view().similar()[index(view(), "go")]).isCloseTo((float) share, within(ROUNDING));
    double ofVector = (1 - settings.decay()) * share;
    assertThat(profile.vector()[0])
        .isCloseTo((float) ((1 - ofVector) * before[0] + ofVector * 8), within(ROUNDING));
  }

  @Test
  void movesNoItemBackThatWasSeenAgainBefore() {
    interact(enrich("python", NOON + 2), enrich("rust", NOON + 3));
    interact(enrich("python", NOON, true, List.of(), NO_VECTOR));

    assertThat(view().seen()).isEqualTo(fingerprints("python", "rust"));
    assertThat(View.of(profile, Exclusion.COMPLETED).excluded()).containsExactly(true, false);
  }

  @Test
  void knowsTheTimesOfTheLastTenItemsOnly() {
    CandidateSettings settings = Some.settings().candidates(20).seen(30).build().candidates();
    for (int i = 0; i < 12; i++) {
      profile.update(enrich("i" + i, NOON + i), settings);
    }

    profile.update(enrich("late", NOON - 1), settings);

    assertThat(profile.recent(11)[10]).isEqualTo(Fingerprint.of("late"));
  }

  @Test
  void dropsCandidatesThatAreDoneAndTheWeakestBeyondTheBound() {
    interact(enrich("python", NOON, "java", "a", "b", "c", "d", "e"));

    assertThat(view().size()).isEqualTo(4);
    assertThat(index(view(), "c")).isNotNegative();
    assertThat(index(view(), "d")).isNegative();
    interact(enrich("java", NOON + 1));
    assertThat(index(view(), "java")).isNegative();
  }

  @Test
  void startsANewCandidateFromNothingWhereAnotherWasLetGo() {
    interact(
        enrich("python", NOON, "java", "go"),
        enrich("go", NOON + 1),
        enrich("rust", NOON + 2, "scala"));
    View view = view();
    int scala = index(view, "scala");

    assertThat(view.similar()[scala]).isEqualTo(1.0f);
    assertThat(view.longTerm()[scala]).isEqualTo(1.0f);
    assertThat(view.after()[scala]).isEqualTo(0.5f);
    assertThat(view.next()[scala]).isEqualTo(0.25f);
  }

  @Test
  void learnsTheSameWhenPackedAfterEachInteraction() {
    UserProfile serialized = new UserProfile();
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      String[] neighbours = new String[random.nextInt(6)];
      Arrays.setAll(neighbours, n -> "item-" + random.nextInt(30));
      EnrichedInteraction enriched =
          enrich(
              "item-" + random.nextInt(30),
              NOON + i,
              Arrays.stream(neighbours).distinct().toArray(String[]::new));
      interact(enriched);
      serialized.update(enriched, SETTINGS);
      serialized = UserProfile.deserialize(serialized.serialize());

      assertThat(View.of(serialized, Exclusion.TOUCHED))
          .usingRecursiveComparison()
          .isEqualTo(view());
    }
  }

  @Test
  void remembersWhatIsDoneNewestLastAndNoMoreThanItMay() {
    interact(enrich("a", NOON), enrich("b", NOON), enrich("c", NOON), enrich("a", NOON));
    assertThat(view().seen()).isEqualTo(fingerprints("b", "c", "a"));

    interact(enrich("d", NOON), enrich("e", NOON));
    assertThat(view().seen()).isEqualTo(fingerprints("a", "d", "e"));
    assertThat(profile.seenSize()).isEqualTo(3);
    assertThat(profile.hasSeen("a")).isTrue();
    assertThat(profile.hasSeen("b")).isFalse();
  }

  @Test
  void excludesWhatTheSettingSays() {
    interact(
        enrich("a", NOON, true, List.of(), NO_VECTOR),
        enrich("b", NOON),
        enrich("a", NOON, false, List.of(), NO_VECTOR));

    assertThat(View.of(profile, Exclusion.TOUCHED).excluded()).containsExactly(true, true);
    assertThat(View.of(profile, Exclusion.COMPLETED).seen()).isEqualTo(fingerprints("b", "a"));
    assertThat(View.of(profile, Exclusion.COMPLETED).excluded()).containsExactly(false, true);
    assertThat(View.of(profile, Exclusion.NOTHING).excluded()).containsExactly(false, false);
  }

  @Test
  void makesAChoiceOnlyFromAListOfAKnownUser() {
    assertThat(profile.isChoice(numbered(1, "python"), SETTINGS)).isFalse();
    interact(numbered(1, "python"));

    assertThat(profile.isChoice(numbered(2, "python"), SETTINGS)).isFalse();
    assertThat(profile.isChoice(numbered(2, "java"), SETTINGS)).isTrue();
    CandidateSettings repeats = Some.settings().exclude(Exclusion.NOTHING).build().candidates();
    assertThat(profile.isChoice(numbered(2, "python"), repeats)).isTrue();
    CandidateSettings unfinished =
        Some.settings().exclude(Exclusion.COMPLETED).build().candidates();
    assertThat(profile.isChoice(numbered(2, "python"), unfinished)).isFalse();
  }

  @Test
  void makesAChoiceEachTimeFromTheSecondOnWhenKnownFromTheFirst() {
    interact(numbered(1, "item-1"));
    for (int number = 2; number < 30; number++) {
      EnrichedInteraction enriched = numbered(number, "item-" + number);
      assertThat(profile.isChoice(enriched, SETTINGS)).as("interaction %d", number).isTrue();
      interact(enriched);
    }
  }

  @Test
  void makesNoChoiceAfterAnswersThatAreMissingBeforeEightCameInARow() {
    interact(numbered(1, "item-1"), numbered(2, "item-2"));
    assertThat(profile.isChoice(numbered(13, "item-13"), SETTINGS)).isFalse();
    interact(numbered(13, "item-13"));
    for (int number = 14; number <= 21; number++) {
      EnrichedInteraction enriched = numbered(number, "item-" + number);
      assertThat(profile.isChoice(enriched, SETTINGS)).as("interaction %d", number).isFalse();
      interact(enriched);
    }

    assertThat(profile.isChoice(numbered(22, "item-22"), SETTINGS)).isTrue();
    assertThat(profile.isChoice(numbered(23, "item-23"), SETTINGS)).isFalse();
  }

  @Test
  void makesNoChoiceWithAnAnswerThatWasOvertaken() {
    interact(numbered(1, "item-1"), numbered(2, "item-2"), numbered(4, "item-4"));

    assertThat(profile.isChoice(numbered(3, "item-3"), SETTINGS)).isFalse();
    interact(numbered(3, "item-3"));
    assertThat(profile.entered()).isEqualTo(4);
    assertThat(profile.isChoice(numbered(5, "item-5"), SETTINGS)).isFalse();
  }

  @Test
  void remembersHowManyAnswersWaitElsewhere() {
    assertThat(profile.waiting()).isZero();
    profile.letWait(3);

    assertThat(profile.waiting()).isEqualTo(3);
    assertThat(UserProfile.deserialize(profile.serialize()).waiting()).isEqualTo(3);
  }

  @Test
  void makesTheSameChoicesWhenPackedAfterEachInteraction() {
    UserProfile serialized = new UserProfile();
    Random random = new Random(3);
    int choices = 0;
    int number = 0;
    for (int i = 0; i < 300; i++) {
      number += random.nextInt(20) == 0 ? 2 : 1;
      EnrichedInteraction enriched = numbered(number, "item-" + random.nextInt(300));
      boolean isChoice = profile.isChoice(enriched, SETTINGS);
      assertThat(serialized.isChoice(enriched, SETTINGS)).isEqualTo(isChoice);
      choices += isChoice ? 1 : 0;
      interact(enriched);
      serialized.update(enriched, SETTINGS);
      serialized = UserProfile.deserialize(serialized.serialize());
    }
    assertThat(choices).isBetween(50, 250);
    assertThat(serialized.entered()).isEqualTo(number);
  }

  @Test
  void blendsTheVectorsOfWhatIsTouched() {
    interact(touched("a", 1.0f, 0.0f), touched("b", 0.0f, 1.0f), enrich("c", NOON));

    assertThat(profile.vector()).containsExactly(new float[] {0.35f * 0.65f, 0.35f}, within(1e-6f));
  }

  @Test
  void isNotChangedByAVectorOfAnotherLength() {
    interact(touched("a", 1.0f, 0.0f));
    float[] before = profile.vector().clone();
    interact(touched("b", 1.0f), touched("c", 1.0f, 1.0f, 1.0f), touched("d"));

    assertThat(profile.vector()).containsExactly(before);
    assertThat(profile.hasSeen("c")).isTrue();
  }

  @Test
  void isNotChangedByNumbersThatAreNone() {
    interact(touched("a", 1.0f, 0.0f));
    float[] before = profile.vector().clone();
    for (float number : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      interact(touched("b", number, 0.0f), touched("c", 0.0f, number));
      assertThat(profile.vector()).containsExactly(before);
      UserProfile stranger = new UserProfile();
      stranger.update(touched("b", 0.0f, number), SETTINGS);
      assertThat(stranger.vector()).isEmpty();
    }
  }

  @Test
  void keepsAFiniteVectorHoweverLargeItsNumbers() {
    for (int i = 0; i < 100; i++) {
      interact(touched("item-" + i, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE));
    }

    assertThat(profile.vector()[0]).isFinite().isGreaterThan(1e38f);
    assertThat(profile.vector()[1]).isFinite().isLessThan(-1e38f);
    assertThat(profile.vector()[2]).isFinite();
  }

  @Test
  void isAsNewAsItsNewestInteraction() {
    assertThat(profile.latestMillis()).isEqualTo(EventTime.NEVER);
    interact(enrich("a", NOON + 5), enrich("b", NOON));

    assertThat(profile.latestMillis()).isEqualTo(NOON + 5);
  }

  @Test
  void survivesPacking() {
    interact(
        enrich("python", NOON, "java", "go", "c"),
        enrich("übung", NOON + 1, true, List.of("code"), new float[] {0.5f, 0.25f}, "go", "rust"));
    UserProfile deserialized = UserProfile.deserialize(profile.serialize());

    for (EnrichedInteraction next :
        List.of(enrich("übung", NOON + 2, "go"), enrich("yoga", NOON + 3, "go", "sleep", "x"))) {
      profile.update(next, SETTINGS);
      deserialized.update(next, SETTINGS);
      assertThat(View.of(deserialized, Exclusion.COMPLETED))
          .usingRecursiveComparison()
          .isEqualTo(View.of(profile, Exclusion.COMPLETED));
    }
    assertThat(deserialized.latestMillis()).isEqualTo(profile.latestMillis());
    assertThat(UserProfile.deserialize(new UserProfile().serialize()).seenSize()).isZero();
  }

  @Test
  void packsAnItemDoneInEightBytesAndTheTimeSinceTheOneBefore() {
    interact(enrich("course-1", NOON));
    int first = profile.serialize().length;
    interact(enrich("a-course-with-a-much-longer-name", NOON));

    assertThat(profile.serialize()).hasSize(first + 8 + 1);
  }

  @Test
  void keepsWhichOfManyItemsAreCompletedWhenPacked() {
    CandidateSettings roomy = Some.settings().seen(100).build().candidates();
    for (int i = 0; i < 100; i++) {
      profile.update(enrich("item-" + i, NOON, i % 3 == 0, List.of(), NO_VECTOR), roomy);
    }
    View expected = View.of(profile, Exclusion.COMPLETED);

    assertThat(View.of(UserProfile.deserialize(profile.serialize()), Exclusion.COMPLETED))
        .usingRecursiveComparison()
        .isEqualTo(expected);
    assertThat(expected.excluded()).hasSize(100).contains(true, false);
  }

  @Test
  void packsACandidateInThirteenToSeventeenBytes() {
    interact(enrich("python", NOON));
    int before = profile.serialize().length;
    interact(enrich("python", NOON), enrich("go", NOON, "java", "c"));
    int seen = 8 + 1;
    int source = 8;

    assertThat(view().next()).doesNotContain(0);
    assertThat(profile.serialize()).hasSize(before + seen + source + 2 * 17);

    interact(enrich("rust", NOON));
    assertThat(view().next()).containsOnly(0);
    assertThat(profile.serialize()).hasSize(before + 2 * seen + source + 2 * 15);
  }

  @Test
  void listsWhereOthersWentOnToWhoCameTheSameWayUntilTheNextItem() {
    long go = Fingerprint.of("go");
    long rust = Fingerprint.of("rust");
    profile.update(
        with(
            1,
            new Onward(new long[] {rust, go}, new float[] {0.5f, 0.25f}),
            enrich("python", NOON, "go")),
        SETTINGS);

    UserProfile deserialized = UserProfile.deserialize(profile.serialize());
    assertThat(Arrays.copyOf(deserialized.candidates().items, 2)).containsExactly(go, rust);
    assertThat(Arrays.copyOf(deserialized.candidates().path, 2)).containsExactly(0.25f, 0.5f);
    assertThat(deserialized.candidates().sources[1]).isEqualTo(Fingerprint.of("python"));
    interact(enrich("java", NOON + 1));
    assertThat(Arrays.copyOf(profile.candidates().path, 2)).containsOnly(0f);
  }

  @Test
  void keepsACandidateThatNothingOfTheUserCameBefore() {
    long java = Fingerprint.of("java");
    Neighbours earlierOnly =
        new Neighbours(
            Fingerprint.of("go"),
            new long[] {java},
            new float[] {0.5f},
            new float[] {0},
            new float[] {0});
    Engagement engagement = new Engagement(NOON, 1.0);
    interact(enrich("python", NOON));
    int before = profile.serialize().length;
    profile.update(
        new EnrichedInteraction(
            "ada",
            2,
            "go",
            NOON,
            false,
            Engagement.NONE,
            engagement,
            earlierOnly,
            Onward.NONE,
            List.of(),
            NO_VECTOR,
            Opinion.NONE),
        SETTINGS);

    assertThat(profile.serialize()).hasSize(before + 8 + 1 + 8 + 13);
    View deserialized = View.of(UserProfile.deserialize(profile.serialize()), Exclusion.TOUCHED);
    assertThat(deserialized).usingRecursiveComparison().isEqualTo(view());
    assertThat(deserialized.after()).containsExactly(0);
  }

  @Test
  void keepsWhatSpeaksForManyCandidates() {
    CandidateSettings roomy = Some.settings().candidates(100).seen(100).build().candidates();
    for (int i = 0; i < 70; i++) {
      profile.update(enrich("item-" + i, NOON + i, "n" + i), roomy);
    }
    UserProfile deserialized = UserProfile.deserialize(profile.serialize());

    assertThat(view().sources()).hasSize(70).doesNotHaveDuplicates();
    assertThat(View.of(deserialized, Exclusion.TOUCHED))
        .usingRecursiveComparison()
        .isEqualTo(view());
  }
}
