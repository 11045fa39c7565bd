package dev.freshet.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.RecommenderSettings.Exclusion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LearnerTest {

  /** Of numbers below 2, of which a learner keeps 11 binary digits. */
  private static final float ROUNDING = 5e-4f;

  private static final long NOON = 1_764_072_000_000L;
  private static final RecommenderSettings SETTINGS = Some.settings().candidates(4).done(3).build();

  private final Learner learner = new Learner();

  private static Answer answer(String item, long atMillis, String... neighbours) {
    return answer(item, atMillis, false, List.of("code"), List.of(), neighbours);
  }

  private static Answer answer(
      String item,
      long atMillis,
      boolean completed,
      List<String> tags,
      List<Float> vector,
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
        tags,
        vector);
  }

  private void touch(Answer... answers) {
    for (Answer answer : answers) {
      learner.touch(answer, SETTINGS);
    }
  }

  private Shortlist shortlist() {
    return learner.shortlist("ada", NOON, Exclusion.TOUCHED);
  }

  private static int place(Shortlist shortlist, String item) {
    for (int i = 0; i < shortlist.size(); i++) {
      if (shortlist.items()[i] == Fingerprint.of(item)) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void takesTheNeighboursOfWhatIsTouchedAsCandidates() {
    touch(answer("python", NOON, "java", "go"));
    Shortlist shortlist = shortlist();

    assertThat(shortlist.size()).isEqualTo(2);
    int go = place(shortlist, "go");
    assertThat(shortlist.similar()[go]).isEqualTo(0.5f);
    assertThat(shortlist.after()[go]).isEqualTo(0.25f);
    assertThat(shortlist.next()[go]).isEqualTo(0.125f);
    assertThat(shortlist.because()[go]).isEqualTo(Fingerprint.of("python"));
    assertThat(shortlist.user()).isEqualTo("ada");
    assertThat(shortlist.atMillis()).isEqualTo(NOON);
  }

  @Test
  void teachesFromTheVectorOfBeforeTheChoice() {
    learner.touch(answer("python", NOON, false, List.of(), List.of(1f, 0f), "go"), SETTINGS);
    Answer chosen = answer("go", NOON + 1, false, List.of(), List.of(0f, 1f));
    Lesson lesson = learner.lesson(chosen, SETTINGS);
    float[] before = Objects.requireNonNull(lesson.before()).vector().clone();
    learner.touch(chosen, SETTINGS);

    assertThat(lesson.before().vector()).containsExactly(before);
  }

  @Test
  void fadesEarlierSignalsAndAddsNewOnes() {
    touch(answer("python", NOON, "java", "go"), answer("rust", NOON + 1, "go"));
    Shortlist shortlist = shortlist();
    int go = place(shortlist, "go");
    int java = place(shortlist, "java");

    assertThat(shortlist.similar()[java]).isCloseTo(0.65f, within(ROUNDING));
    assertThat(shortlist.next()[java]).isZero();
    assertThat(shortlist.similar()[go]).isCloseTo(0.5f * 0.65f + 1.0f, within(ROUNDING));
    assertThat(shortlist.after()[go]).isCloseTo(0.25f * 0.65f + 0.5f, within(ROUNDING));
    assertThat(shortlist.next()[go]).isEqualTo(0.25f);
    assertThat(shortlist.because()[go]).isEqualTo(Fingerprint.of("rust"));
    assertThat(shortlist.because()[java]).isEqualTo(Fingerprint.of("python"));
  }

  @Test
  void fadesNothingWhenTheSameItemIsTouchedAgain() {
    touch(answer("python", NOON, "java"), answer("python", NOON + 1, "java"));

    assertThat(shortlist().similar()).containsExactly(1.0f);
  }

  @Test
  void mergesAnAnswerThatWasOvertakenWhereItBelongs() {
    touch(answer("python", NOON, "java", "go"), answer("rust", NOON + 1, "go"));
    Shortlist inOrder = shortlist();
    Learner overtaken = new Learner();
    overtaken.touch(answer("rust", NOON + 1, "go"), SETTINGS);
    overtaken.touch(answer("python", NOON, "java", "go"), SETTINGS);
    Shortlist late = overtaken.shortlist("ada", NOON, Exclusion.TOUCHED);

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

    assertThat(shortlist().size()).isEqualTo(4);
    assertThat(place(shortlist(), "c")).isNotNegative();
    assertThat(place(shortlist(), "d")).isNegative();
    touch(answer("java", NOON + 1));
    assertThat(place(shortlist(), "java")).isNegative();
  }

  @Test
  void startsANewCandidateFromNothingWhereAnotherWasLetGo() {
    touch(
        answer("python", NOON, "java", "go"),
        answer("go", NOON + 1),
        answer("rust", NOON + 2, "scala"));
    Shortlist shortlist = shortlist();
    int scala = place(shortlist, "scala");

    assertThat(shortlist.similar()[scala]).isEqualTo(1.0f);
    assertThat(shortlist.taste()[scala]).isEqualTo(1.0f);
    assertThat(shortlist.after()[scala]).isEqualTo(0.5f);
    assertThat(shortlist.next()[scala]).isEqualTo(0.25f);
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

      assertThat(packed.shortlist("ada", NOON, Exclusion.TOUCHED))
          .usingRecursiveComparison()
          .isEqualTo(shortlist());
    }
  }

  @Test
  void remembersWhatIsDoneNewestLastAndNoMoreThanItMay() {
    touch(answer("a", NOON), answer("b", NOON), answer("c", NOON), answer("a", NOON));
    assertThat(shortlist().done()).containsExactly("b", "c", "a");

    touch(answer("d", NOON), answer("e", NOON));
    assertThat(shortlist().done()).containsExactly("a", "d", "e");
    assertThat(shortlist().doneItems())
        .containsExactly(Fingerprint.of("a"), Fingerprint.of("d"), Fingerprint.of("e"));
    assertThat(learner.doneSize()).isEqualTo(3);
    assertThat(learner.hasDone("a")).isTrue();
    assertThat(learner.hasDone("b")).isFalse();
  }

  @Test
  void excludesWhatTheSettingSays() {
    touch(
        answer("a", NOON, true, List.of(), List.of()),
        answer("b", NOON),
        answer("a", NOON, false, List.of(), List.of()));

    assertThat(learner.shortlist("ada", NOON, Exclusion.TOUCHED).excluded())
        .containsExactly(true, true);
    assertThat(learner.shortlist("ada", NOON, Exclusion.COMPLETED).done())
        .containsExactly("b", "a");
    assertThat(learner.shortlist("ada", NOON, Exclusion.COMPLETED).excluded())
        .containsExactly(false, true);
    assertThat(learner.shortlist("ada", NOON, Exclusion.NOTHING).excluded())
        .containsExactly(false, false);
  }

  @Test
  void givesALessonOnlyForAChoiceFromAListOfAKnownUser() {
    assertThat(learner.lesson(answer("python", NOON, "java"), SETTINGS).before()).isNull();
    touch(answer("python", NOON, "java"));

    Lesson again = learner.lesson(answer("python", NOON + 1, "java"), SETTINGS);
    assertThat(again.before()).isNull();
    Lesson choice = learner.lesson(answer("java", NOON + 1), SETTINGS);
    assertThat(choice.item()).isEqualTo("java");
    assertThat(choice.atMillis()).isEqualTo(NOON + 1);
    assertThat(choice.from()).isEqualTo(Standing.NONE);
    assertThat(choice.to()).isEqualTo(new Standing(NOON + 1, 1.0));
    Shortlist before = Objects.requireNonNull(choice.before());
    assertThat(before.items()).containsExactly(Fingerprint.of("java"));
    assertThat(before.because()).isEmpty();
    assertThat(before.done()).isEmpty();

    RecommenderSettings repeats = Some.settings().exclude(Exclusion.NOTHING).build();
    assertThat(learner.lesson(answer("python", NOON + 1), repeats).before()).isNotNull();
  }

  @Test
  void blendsTheVectorsOfWhatIsTouched() {
    touch(answer("a", NOON, false, List.of(), List.of(1.0f, 0.0f)));
    touch(answer("b", NOON, false, List.of(), List.of(0.0f, 1.0f)));
    touch(answer("c", NOON));

    assertThat(shortlist().vector())
        .containsExactly(new float[] {0.35f * 0.65f, 0.35f}, within(1e-6f));
    touch(answer("d", NOON, false, List.of(), List.of(1.0f)));
    assertThat(shortlist().vector()).containsExactly(new float[] {0.35f}, within(1e-6f));
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
        answer("übung", NOON + 1, true, List.of("code"), List.of(0.5f, 0.25f), "go", "rust"));
    Learner unpacked = Learner.unpack(learner.pack());

    for (Answer next :
        List.of(answer("übung", NOON + 2, "go"), answer("yoga", NOON + 3, "go", "sleep", "x"))) {
      learner.touch(next, SETTINGS);
      unpacked.touch(next, SETTINGS);
      assertThat(unpacked.shortlist("ada", NOON, Exclusion.COMPLETED))
          .usingRecursiveComparison()
          .isEqualTo(learner.shortlist("ada", NOON, Exclusion.COMPLETED));
    }
    assertThat(unpacked.latestMillis()).isEqualTo(learner.latestMillis());
    assertThat(Learner.unpack(new Learner().pack()).doneSize()).isZero();
  }

  @Test
  void keepsNamesOfAnyLengthWhenPacked() {
    for (int length : new int[] {1, 127, 128, 254, 255, 256, 1000}) {
      String name = "n".repeat(length);
      touch(answer(name, NOON, "java"));

      assertThat(Learner.unpack(learner.pack()).hasDone(name)).as("of length %d", length).isTrue();
    }
  }

  @Test
  void readsWhatTheReleaseBeforePacked() {
    byte[] interests = new InterestVector().pack();
    String longName = "n".repeat(300);
    ByteBuffer packed = ByteBuffer.allocate(500 + interests.length);
    packed.put((byte) 3).putInt(7).putLong(Fingerprint.of("python")).putLong(NOON);
    packed.putInt(1).putLong(7L);
    packed.putInt(2).putLong(Fingerprint.of("go")).put((byte) 3).put((byte) 0);
    for (float signal : new float[] {0.5f, 0.25f, 0.125f, 0.75f}) {
      putWide(packed, signal);
    }
    packed.putLong(Fingerprint.of("c")).put((byte) 0).put((byte) 0);
    putWide(packed, 2);
    putWide(packed, 1.0001f);
    packed.putInt(2).put((byte) 6).put("python".getBytes(StandardCharsets.UTF_8)).put((byte) 1);
    packed.put((byte) 255).putInt(300).put(longName.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
    packed.putInt(interests.length).put(interests).putInt(1).putFloat(0.75f);

    assertThat(Learner.unpack(packed.array()).answers()).isEqualTo(7);
    Shortlist found = Learner.unpack(packed.array()).shortlist("ada", NOON, Exclusion.COMPLETED);

    assertThat(found)
        .usingRecursiveComparison()
        .isEqualTo(
            new Shortlist(
                "ada",
                NOON,
                new long[] {Fingerprint.of("go"), Fingerprint.of("c")},
                new float[] {0.5f, 2},
                new float[] {0.25f, 1},
                new float[] {0.125f, 0},
                new float[] {0.75f, 0},
                new long[] {7L, 7L},
                Interests.NONE,
                new float[] {0.75f},
                new String[] {"python", longName},
                new long[] {Fingerprint.of("python"), Fingerprint.of(longName)},
                new boolean[] {true, false}));
  }

  private static void putWide(ByteBuffer packed, float signal) {
    int bits = Float.floatToRawIntBits(signal);
    packed.put((byte) (bits >> 24)).putShort((short) (bits >> 8));
  }

  @Test
  void packsTheBeginningsOfNamesOnce() {
    touch(answer("course-1", NOON));
    int first = learner.pack().length;
    touch(answer("course-25", NOON));
    assertThat(learner.pack()).hasSize(first + 4);

    touch(answer("course-2", NOON));
    assertThat(learner.pack()).hasSize(first + 4 + 2);
    assertThat(Learner.unpack(learner.pack()).shortlist("ada", NOON, Exclusion.TOUCHED).done())
        .containsExactly("course-1", "course-25", "course-2");
  }

  @Test
  void packsACandidateInThirteenToSeventeenBytes() {
    touch(answer("python", NOON));
    int before = learner.pack().length;
    touch(answer("python", NOON), answer("go", NOON, "java", "c"));
    int names = 4;
    int source = 8;

    assertThat(shortlist().next()).doesNotContain(0);
    assertThat(learner.pack()).hasSize(before + names + source + 2 * 17);

    touch(answer("rust", NOON));
    assertThat(shortlist().next()).containsOnly(0);
    assertThat(learner.pack()).hasSize(before + names + 6 + source + 2 * 15);
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
            List.of(),
            List.of()),
        SETTINGS);

    assertThat(learner.pack()).hasSize(before + 4 + 8 + 13);
    Shortlist unpacked = Learner.unpack(learner.pack()).shortlist("ada", NOON, Exclusion.TOUCHED);
    assertThat(unpacked).usingRecursiveComparison().isEqualTo(shortlist());
    assertThat(unpacked.after()).containsExactly(0);
  }

  @Test
  void keepsWhatSpeaksForManyCandidatesAndNamesThatShareHalfALetter() {
    RecommenderSettings roomy = Some.settings().candidates(100).done(100).build();
    for (int i = 0; i < 70; i++) {
      String name = i % 2 == 0 ? "ö" + i : "ü" + i;
      learner.touch(answer(name, NOON + i, "n" + i), roomy);
    }
    Learner unpacked = Learner.unpack(learner.pack());

    assertThat(shortlist().because()).hasSize(70).doesNotHaveDuplicates();
    assertThat(unpacked.shortlist("ada", NOON, Exclusion.TOUCHED))
        .usingRecursiveComparison()
        .isEqualTo(shortlist());
  }
}
