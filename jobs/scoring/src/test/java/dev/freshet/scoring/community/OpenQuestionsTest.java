package dev.freshet.scoring.community;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OpenQuestionsTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;
  private static final CommunitySettings SETTINGS = CommunitySettings.defaults();

  private OpenQuestions questions = new OpenQuestions();

  private static OpenQuestion question(String thread, long atMillis) {
    return new OpenQuestion(thread, "algebra", atMillis, "completed:algebra");
  }

  private void put(String thread, long atMillis) {
    questions.put(question(thread, atMillis), SETTINGS);
  }

  private List<String> threads() {
    return questions.newestFirst().stream().map(OpenQuestion::thread).toList();
  }

  @Test
  void areListedNewestFirst() {
    put("b", NOON);
    put("c", NOON + 1);
    put("a", NOON);

    assertThat(threads()).containsExactly("c", "a", "b");
  }

  @Test
  void areGoneWhenAnswered() {
    put("a", NOON);
    put("b", NOON);

    assertThat(questions.close("a", NOON)).isTrue();
    assertThat(questions.close("a", NOON)).isFalse();
    assertThat(threads()).containsExactly("b");
  }

  @Test
  void areGoneWhenOld() {
    put("a", NOON);
    put("b", NOON + DAY);
    assertThat(questions.nextExpiryMillis(SETTINGS)).isEqualTo(NOON + 14 * DAY);
    assertThat(questions.expire(NOON + 14 * DAY - 1, SETTINGS)).isFalse();

    assertThat(questions.expire(NOON + 14 * DAY, SETTINGS)).isTrue();

    assertThat(threads()).containsExactly("b");
    assertThat(questions.expire(NOON + 15 * DAY, SETTINGS)).isTrue();
    assertThat(questions.isNothing()).isTrue();
    assertThat(questions.nextExpiryMillis(SETTINGS)).isEqualTo(Passing.NEVER);
  }

  @Test
  void tellTheMomentOfTheLastChange() {
    put("a", NOON);
    put("b", NOON + 1);
    assertThat(questions.asOfMillis()).isEqualTo(NOON + 1);
    questions.close("a", NOON + 2);
    questions.close("unknown", NOON + 3);
    assertThat(questions.asOfMillis()).isEqualTo(NOON + 2);
    questions.expire(NOON + 14 * DAY, SETTINGS);
    assertThat(questions.asOfMillis()).isEqualTo(NOON + 2);
    questions.expire(NOON + 15 * DAY, SETTINGS);

    assertThat(questions.asOfMillis()).isEqualTo(NOON + 15 * DAY);
  }

  @Test
  void areAFewAndKeepTheirFirstReason() {
    for (int i = 0; i < 30; i++) {
      put("thread" + i, NOON + i * DAY);
    }
    questions.put(new OpenQuestion("thread29", "algebra", NOON, "expert:sums"), SETTINGS);

    assertThat(threads()).hasSize(20).startsWith("thread29").endsWith("thread10");
    assertThat(questions.newestFirst().get(0)).isEqualTo(question("thread29", NOON + 29 * DAY));
    assertThat(questions.put(question("old", NOON), SETTINGS)).isFalse();
  }

  @Test
  void areNoMoreThanSoManyADay() {
    for (int i = 0; i < 30; i++) {
      assertThat(questions.put(question("thread" + i, NOON + i), SETTINGS)).isTrue();
    }
    questions.close("thread29", NOON);
    questions = OpenQuestions.deserialize(questions.serialize());

    assertThat(questions.put(question("more", NOON + 30), SETTINGS)).isFalse();
    assertThat(questions.put(question("thread28", NOON + 28), SETTINGS)).isTrue();
    assertThat(questions.put(question("late", NOON - DAY), SETTINGS)).isFalse();
    assertThat(questions.put(question("tomorrow", NOON + DAY), SETTINGS)).isTrue();
    assertThat(threads()).hasSize(20);
  }

  @Test
  void goOnFromTheirBytes() {
    put("a", NOON);
    questions = OpenQuestions.deserialize(questions.serialize());

    assertThat(questions.newestFirst()).containsExactly(question("a", NOON));
    assertThat(questions.asOfMillis()).isEqualTo(NOON);
  }
}
