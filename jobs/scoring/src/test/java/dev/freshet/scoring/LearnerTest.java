package dev.freshet.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.RecommenderSettings.Exclusion;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LearnerTest {

  /** Of numbers below 2, of which a learner keeps 11 binary digits. */
  private static final float ROUNDING = 5e-4f;

  private static final long NOON = 1_764_072_000_000L;
  private static final RecommenderSettings SETTINGS = Some.settings().candidates(4).done(3).build();

  private static final float[] NO_VECTOR = {};

  private final Learner learner = new Learner();

  /** What ranking sees of a user. */
  private record View(
      long[] items,
      float[] similar,
      float[] taste,
      float[] after,
      float[] next,
      long[] because,
      Interests interests,
      float[] vector,
      long[] done,
      boolean[] excluded) {

    static View of(Learner learner, Exclusion exclusion) {
      Learner.Columns candidates = learner.candidates();
      int size = learner.size();
      long[] done = new long[learner.doneSize()];
      boolean[] excluded = new boolean[done.length];
      for (int i = 0; i < done.length; i++) {
        done[i] = learner.doneItem(i);
        excluded[i] = learner.isExcluded(i, exclusion);
      }
      return new View(
          Arrays.copyOf(candidates.items, size),
          Arrays.copyOf(candidates.similar, size),
          Arrays.copyOf(candidates.taste, size),
          Arrays.copyOf(candidates.after, size),
          Arrays.copyOf(candidates.next, size),
          Arrays.copyOf(candidates.because, size),
          learner.interests().interests(),
          learner.vector(),
          done,
          excluded);
    }

    int size() {
      return items.length;
    }
  }

  private static Answer answer(String item, long atMillis, String... neighbours) {
    return answer(item, atMillis, false, List.of("code"), NO_VECTOR, neighbours);
  }

  private static Answer touched(String item, float... vector) {
    return answer(item, NOON, false, List.of(), vector);
  }

  private static Answer numbered(int number, String item) {
    return with(number, Onward.NONE, answer(item, NOON));
  }

  private static Answer with(int number, Onward onward, Answer answer) {
    return new Answer(
        answer.user(),
        number,
        answer.item(),
        answer.atMillis(),
        answer.completed(),
        answer.from(),
        answer.to(),
        answer.neighbours(),
        onward,
        answer.tags(),
        answer.vector());
  }

  private static long[] fingerprints(String... items) {
    return Arrays.stream(items).mapToLong(Fingerprint::of).toArray();
  }

  private static Answer answer(
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
    return new Answer(
        "ada",
        1,
        item,
        atMillis,
        completed,
        Standing.NONE,
        new Standing(atMillis, 1.0),
        new Neighbours(Fingerprint.of(item), items, similar, after, next),
        Onward.NONE,
        tags,
        vector);
  }

  private void touch(Answer... answers) {
    for (Answer answer : answers) {
      learner.touch(answer, SETTINGS);
    }
  }

  private View view() {
    return View.of(learner, Exclusion.TOUCHED);
  }

  private static int place(View view, String item) {
    for (int i = 0; i < view.size(); i++) {
      if (view.items()[i] == Fingerprint.of(item)) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void takesTheNeighboursOfWhatIsTouchedAsCandidates() {
    touch(answer("python", NOON, "java", "go"));
    View view = view();

    assertThat(view.size()).isEqualTo(2);
    int go = place(view, "go");
    assertThat(view.similar()[go]).isEqualTo(0.5f);
    assertThat(view.after()[go]).isEqualTo(0.25f);
    assertThat(view.next()[go]).isEqualTo(0.125f);
    assertThat(view.because()[go]).isEqualTo(Fingerprint.of("python"));
    assertThat(learner.size()).isEqualTo(2);
  }

  @Test
  void leavesTheVectorOfBeforeAnInteractionAsItWas() {
    touch(touched("python", 1f, 0f));
    float[] before = learner.vector();
    float[] copy = before.clone();
    touch(touched("go", 0f, 1f));

    assertThat(before).containsExactly(copy);
    assertThat(learner.vector()).isNotEqualTo(copy);
  }

  @Test
  void fadesEarlierSignalsAndAddsNewOnes() {
    touch(answer("python", NOON, "java", "go"), answer("rust", NOON + 1, "go"));
    View view = view();
    int go = place(view, "go");
    int java = place(view, "java");

    assertThat(view.similar()[java]).isCloseTo(0.65f, within(ROUNDING));
    assertThat(view.next()[java]).isZero();
    assertThat(view.similar()[go]).isCloseTo(0.5f * 0.65f + 1.0f, within(ROUNDING));
    assertThat(view.after()[go]).isCloseTo(0.25f * 0.65f + 0.5f, within(ROUNDING));
    assertThat(view.next()[go]).isEqualTo(0.25f);
    assertThat(view.because()[go]).isEqualTo(Fingerprint.of("rust"));
    assertThat(view.because()[java]).isEqualTo(Fingerprint.of("python"));
  }

  @Test
  void fadesNothingWhenTheSameItemIsTouchedAgain() {
    touch(answer("python", NOON, "java"), answer("python", NOON + 1, "java"));

    assertThat(view().similar()).containsExactly(1.0f);
  }

  @Test
  void mergesAnAnswerThatWasOvertakenWhereItBelongs() {
    touch(answer("python", NOON, "java", "go"), answer("rust", NOON + 1, "go"));
    View inOrder = view();
    Learner overtaken = new Learner();
    overtaken.touch(answer("rust", NOON + 1, "go"), SETTINGS);
    overtaken.touch(answer("python", NOON, "java", "go"), SETTINGS);
    View late = View.of(overtaken, Exclusion.TOUCHED);

    for (String item : List.of("java", "go")) {
      int here = place(inOrder, item);
      int there = place(late, item);
      assertThat(late.similar()[there]).isCloseTo(inOrder.similar()[here], within(1e-6f));
      assertThat(late.taste()[there]).isCloseTo(inOrder.taste()[here], within(1e-6f));
      assertThat(late.after()[there]).isCloseTo(inOrder.after()[here], within(1e-6f));
      assertThat(late.next()[there]).isEqualTo(inOrder.next()[here]);
      assertThat(late.because()[there]).isEqualTo(inOrder.because()[here]);
    }
  }

  @Test
  void dropsCandidatesThatAreDoneAndTheWeakestBeyondTheBound() {
    touch(answer("python", NOON, "java", "a", "b", "c", "d", "e"));

    assertThat(view().size()).isEqualTo(4);
    assertThat(place(view(), "c")).isNotNegative();
    assertThat(place(view(), "d")).isNegative();
    touch(answer("java", NOON + 1));
    assertThat(place(view(), "java")).isNegative();
  }

  @Test
  void startsANewCandidateFromNothingWhereAnotherWasLetGo() {
    touch(
        answer("python", NOON, "java", "go"),
        answer("go", NOON + 1),
        answer("rust", NOON + 2, "scala"));
    View view = view();
    int scala = place(view, "scala");

    assertThat(view.similar()[scala]).isEqualTo(1.0f);
    assertThat(view.taste()[scala]).isEqualTo(1.0f);
    assertThat(view.after()[scala]).isEqualTo(0.5f);
    assertThat(view.next()[scala]).isEqualTo(0.25f);
  }

  @Test
  void learnsTheSameWhenPackedAfterEachInteraction() {
    Learner packed = new Learner();
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      String[] neighbours = new String[random.nextInt(6)];
      Arrays.setAll(neighbours, n -> "item-" + random.nextInt(30));
      Answer answer =
          answer(
              "item-" + random.nextInt(30),
              NOON + i,
              Arrays.stream(neighbours).distinct().toArray(String[]::new));
      touch(answer);
      packed.touch(answer, SETTINGS);
      packed = Learner.unpack(packed.pack());

      assertThat(View.of(packed, Exclusion.TOUCHED)).usingRecursiveComparison().isEqualTo(view());
    }
  }

  @Test
  void remembersWhatIsDoneNewestLastAndNoMoreThanItMay() {
    touch(answer("a", NOON), answer("b", NOON), answer("c", NOON), answer("a", NOON));
    assertThat(view().done()).isEqualTo(fingerprints("b", "c", "a"));

    touch(answer("d", NOON), answer("e", NOON));
    assertThat(view().done()).isEqualTo(fingerprints("a", "d", "e"));
    assertThat(learner.doneSize()).isEqualTo(3);
    assertThat(learner.hasDone("a")).isTrue();
    assertThat(learner.hasDone("b")).isFalse();
  }

  @Test
  void excludesWhatTheSettingSays() {
    touch(
        answer("a", NOON, true, List.of(), NO_VECTOR),
        answer("b", NOON),
        answer("a", NOON, false, List.of(), NO_VECTOR));

    assertThat(View.of(learner, Exclusion.TOUCHED).excluded()).containsExactly(true, true);
    assertThat(View.of(learner, Exclusion.COMPLETED).done()).isEqualTo(fingerprints("b", "a"));
    assertThat(View.of(learner, Exclusion.COMPLETED).excluded()).containsExactly(false, true);
    assertThat(View.of(learner, Exclusion.NOTHING).excluded()).containsExactly(false, false);
  }

  @Test
  void makesAChoiceOnlyFromAListOfAKnownUser() {
    assertThat(learner.isChoice(numbered(1, "python"), SETTINGS)).isFalse();
    touch(numbered(1, "python"));

    assertThat(learner.isChoice(numbered(2, "python"), SETTINGS)).isFalse();
    assertThat(learner.isChoice(numbered(2, "java"), SETTINGS)).isTrue();
    RecommenderSettings repeats = Some.settings().exclude(Exclusion.NOTHING).build();
    assertThat(learner.isChoice(numbered(2, "python"), repeats)).isTrue();
    RecommenderSettings unfinished = Some.settings().exclude(Exclusion.COMPLETED).build();
    assertThat(learner.isChoice(numbered(2, "python"), unfinished)).isFalse();
  }

  @Test
  void makesAChoiceEachTimeFromTheSecondOnWhenKnownFromTheFirst() {
    touch(numbered(1, "item-1"));
    for (int number = 2; number < 30; number++) {
      Answer answer = numbered(number, "item-" + number);
      assertThat(learner.isChoice(answer, SETTINGS)).as("answer %d", number).isTrue();
      touch(answer);
    }
  }

  @Test
  void makesNoChoiceAfterAnswersThatAreMissingBeforeEightCameInARow() {
    touch(numbered(1, "item-1"), numbered(2, "item-2"));
    assertThat(learner.isChoice(numbered(13, "item-13"), SETTINGS)).isFalse();
    touch(numbered(13, "item-13"));
    for (int number = 14; number <= 21; number++) {
      Answer answer = numbered(number, "item-" + number);
      assertThat(learner.isChoice(answer, SETTINGS)).as("answer %d", number).isFalse();
      touch(answer);
    }

    assertThat(learner.isChoice(numbered(22, "item-22"), SETTINGS)).isTrue();
    assertThat(learner.isChoice(numbered(23, "item-23"), SETTINGS)).isFalse();
  }

  @Test
  void makesNoChoiceWithAnAnswerThatWasOvertaken() {
    touch(numbered(1, "item-1"), numbered(2, "item-2"), numbered(4, "item-4"));

    assertThat(learner.isChoice(numbered(3, "item-3"), SETTINGS)).isFalse();
    touch(numbered(3, "item-3"));
    assertThat(learner.answers()).isEqualTo(4);
    assertThat(learner.isChoice(numbered(5, "item-5"), SETTINGS)).isFalse();
  }

  @Test
  void remembersHowManyAnswersWaitElsewhere() {
    assertThat(learner.waiting()).isZero();
    learner.letWait(3);

    assertThat(learner.waiting()).isEqualTo(3);
    assertThat(Learner.unpack(learner.pack()).waiting()).isEqualTo(3);
  }

  @Test
  void makesTheSameChoicesWhenPackedAfterEachInteraction() {
    Learner packed = new Learner();
    Random random = new Random(3);
    int choices = 0;
    int number = 0;
    for (int i = 0; i < 300; i++) {
      number += random.nextInt(20) == 0 ? 2 : 1;
      Answer answer = numbered(number, "item-" + random.nextInt(300));
      boolean isChoice = learner.isChoice(answer, SETTINGS);
      assertThat(packed.isChoice(answer, SETTINGS)).isEqualTo(isChoice);
      choices += isChoice ? 1 : 0;
      touch(answer);
      packed.touch(answer, SETTINGS);
      packed = Learner.unpack(packed.pack());
    }
    assertThat(choices).isBetween(50, 250);
    assertThat(packed.answers()).isEqualTo(number);
  }

  @Test
  void blendsTheVectorsOfWhatIsTouched() {
    touch(touched("a", 1.0f, 0.0f), touched("b", 0.0f, 1.0f), answer("c", NOON));

    assertThat(learner.vector()).containsExactly(new float[] {0.35f * 0.65f, 0.35f}, within(1e-6f));
  }

  @Test
  void isNotChangedByAVectorOfAnotherLength() {
    touch(touched("a", 1.0f, 0.0f));
    float[] before = learner.vector().clone();
    touch(touched("b", 1.0f), touched("c", 1.0f, 1.0f, 1.0f), touched("d"));

    assertThat(learner.vector()).containsExactly(before);
    assertThat(learner.hasDone("c")).isTrue();
  }

  @Test
  void isNotChangedByNumbersThatAreNone() {
    touch(touched("a", 1.0f, 0.0f));
    float[] before = learner.vector().clone();
    for (float number : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      touch(touched("b", number, 0.0f), touched("c", 0.0f, number));
      assertThat(learner.vector()).containsExactly(before);
      Learner stranger = new Learner();
      stranger.touch(touched("b", 0.0f, number), SETTINGS);
      assertThat(stranger.vector()).isEmpty();
    }
  }

  @Test
  void keepsAFiniteVectorHoweverLargeItsNumbers() {
    for (int i = 0; i < 100; i++) {
      touch(touched("item-" + i, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE));
    }

    assertThat(learner.vector()[0]).isFinite().isGreaterThan(1e38f);
    assertThat(learner.vector()[1]).isFinite().isLessThan(-1e38f);
    assertThat(learner.vector()[2]).isFinite();
  }

  @Test
  void isAsNewAsItsNewestInteraction() {
    assertThat(learner.latestMillis()).isEqualTo(Touch.NEVER);
    touch(answer("a", NOON + 5), answer("b", NOON));

    assertThat(learner.latestMillis()).isEqualTo(NOON + 5);
  }

  @Test
  void survivesPacking() {
    touch(
        answer("python", NOON, "java", "go", "c"),
        answer("übung", NOON + 1, true, List.of("code"), new float[] {0.5f, 0.25f}, "go", "rust"));
    Learner unpacked = Learner.unpack(learner.pack());

    for (Answer next :
        List.of(answer("übung", NOON + 2, "go"), answer("yoga", NOON + 3, "go", "sleep", "x"))) {
      learner.touch(next, SETTINGS);
      unpacked.touch(next, SETTINGS);
      assertThat(View.of(unpacked, Exclusion.COMPLETED))
          .usingRecursiveComparison()
          .isEqualTo(View.of(learner, Exclusion.COMPLETED));
    }
    assertThat(unpacked.latestMillis()).isEqualTo(learner.latestMillis());
    assertThat(Learner.unpack(new Learner().pack()).doneSize()).isZero();
  }

  @Test
  void packsAnItemDoneInEightBytes() {
    touch(answer("course-1", NOON));
    int first = learner.pack().length;
    touch(answer("a-course-with-a-much-longer-name", NOON));

    assertThat(learner.pack()).hasSize(first + 8);
  }

  @Test
  void keepsWhichOfManyItemsAreCompletedWhenPacked() {
    RecommenderSettings roomy = Some.settings().done(100).build();
    for (int i = 0; i < 100; i++) {
      learner.touch(answer("item-" + i, NOON, i % 3 == 0, List.of(), NO_VECTOR), roomy);
    }
    View expected = View.of(learner, Exclusion.COMPLETED);

    assertThat(View.of(Learner.unpack(learner.pack()), Exclusion.COMPLETED))
        .usingRecursiveComparison()
        .isEqualTo(expected);
    assertThat(expected.excluded()).hasSize(100).contains(true, false);
  }

  @Test
  void packsACandidateInThirteenToSeventeenBytes() {
    touch(answer("python", NOON));
    int before = learner.pack().length;
    touch(answer("python", NOON), answer("go", NOON, "java", "c"));
    int done = 8;
    int source = 8;

    assertThat(view().next()).doesNotContain(0);
    assertThat(learner.pack()).hasSize(before + done + source + 2 * 17);

    touch(answer("rust", NOON));
    assertThat(view().next()).containsOnly(0);
    assertThat(learner.pack()).hasSize(before + 2 * done + source + 2 * 15);
  }

  @Test
  void listsWhereOthersWentOnToWhoCameTheSameWayUntilTheNextItem() {
    long go = Fingerprint.of("go");
    long rust = Fingerprint.of("rust");
    learner.touch(
        with(
            1,
            new Onward(new long[] {rust, go}, new float[] {0.5f, 0.25f}),
            answer("python", NOON, "go")),
        SETTINGS);

    Learner unpacked = Learner.unpack(learner.pack());
    assertThat(Arrays.copyOf(unpacked.candidates().items, 2)).containsExactly(go, rust);
    assertThat(Arrays.copyOf(unpacked.candidates().path, 2)).containsExactly(0.25f, 0.5f);
    assertThat(unpacked.candidates().because[1]).isEqualTo(Fingerprint.of("python"));
    touch(answer("java", NOON + 1));
    assertThat(Arrays.copyOf(learner.candidates().path, 2)).containsOnly(0f);
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
    Standing standing = new Standing(NOON, 1.0);
    touch(answer("python", NOON));
    int before = learner.pack().length;
    learner.touch(
        new Answer(
            "ada",
            2,
            "go",
            NOON,
            false,
            Standing.NONE,
            standing,
            earlierOnly,
            Onward.NONE,
            List.of(),
            NO_VECTOR),
        SETTINGS);

    assertThat(learner.pack()).hasSize(before + 8 + 8 + 13);
    View unpacked = View.of(Learner.unpack(learner.pack()), Exclusion.TOUCHED);
    assertThat(unpacked).usingRecursiveComparison().isEqualTo(view());
    assertThat(unpacked.after()).containsExactly(0);
  }

  @Test
  void keepsWhatSpeaksForManyCandidates() {
    RecommenderSettings roomy = Some.settings().candidates(100).done(100).build();
    for (int i = 0; i < 70; i++) {
      learner.touch(answer("item-" + i, NOON + i, "n" + i), roomy);
    }
    Learner unpacked = Learner.unpack(learner.pack());

    assertThat(view().because()).hasSize(70).doesNotHaveDuplicates();
    assertThat(View.of(unpacked, Exclusion.TOUCHED)).usingRecursiveComparison().isEqualTo(view());
  }
}
