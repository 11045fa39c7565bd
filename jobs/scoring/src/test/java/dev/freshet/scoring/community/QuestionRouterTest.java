package dev.freshet.scoring.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuestionRouterTest {

  private static final long HOUR = 3_600_000L;
  private static final long DAY = 24 * HOUR;
  private static final long START = 1_700_000_000_000L;

  private final QuestionRouter router = new QuestionRouter(RoutingSettings.defaults());

  private void ask(QuestionRouter asked, String thread, long atMillis, String... tags) {
    asked.ask(new Question(thread, "asker", atMillis, List.of(tags)));
  }

  private List<String> routed(QuestionRouter asked, String thread, long atMillis) {
    return asked.route(thread, atMillis).stream().map(Routed::user).toList();
  }

  /** A question in a tag that a user answers. */
  private void answered(QuestionRouter by, String thread, String user, long atMillis, String tag) {
    ask(by, thread, atMillis, tag);
    by.answer(thread, user, atMillis + HOUR);
  }

  @Test
  void routesToThoseWhoAnswerInTheTagsOfTheQuestion() {
    for (int i = 0; i < 10; i++) {
      answered(router, "j" + i, "java-expert", START + i * DAY, "java");
      answered(router, "s" + i, "sql-expert", START + i * DAY, "sql");
    }
    ask(router, "new", START + 10 * DAY, "sql");

    List<Routed> routed = router.route("new", START + 10 * DAY);

    assertThat(routed).extracting(Routed::user).containsExactly("sql-expert", "java-expert");
    assertThat(routed).extracting(Routed::reason).containsExactly("expert:sql", "active");
  }

  @Test
  void routesNeitherToTheAskerNorToThoseWhoAnswered() {
    answered(router, "first", "a", START, "sql");
    answered(router, "second", "b", START, "sql");
    router.answer("second", "asker", START + 2 * HOUR);

    assertThat(routed(router, "second", START + DAY)).containsExactly("a");
  }

  @Test
  void prefersWhoIsThereNowToWhoLeftLongAgo() {
    answered(router, "first", "left", START, "sql");
    answered(router, "second", "stayed", START, "sql");
    router.comment("second", "stayed", START + 30 * DAY);
    ask(router, "new", START + 30 * DAY, "sql");

    assertThat(routed(router, "new", START + 30 * DAY)).containsExactly("stayed", "left");
  }

  @Test
  void takesWhoSpokeInTheThreadForLikelierToAnswer() {
    answered(router, "first", "a", START, "sql");
    answered(router, "second", "b", START, "sql");
    ask(router, "new", START + DAY, "other");
    router.comment("new", "b", START + DAY);
    router.comment("first", "a", START + DAY);

    List<Routed> routed = router.route("new", START + DAY);

    assertThat(routed).extracting(Routed::user).containsExactly("b", "a");
    assertThat(routed).extracting(Routed::reason).containsExactly("thread", "active");
  }

  @Test
  void givesNobodyMoreQuestionsADayThanTheLimit() {
    QuestionRouter limited = new QuestionRouter(RoutingSettings.defaults().withPerDay(2));
    long midnight = Math.floorDiv(START, DAY) * DAY;
    answered(limited, "first", "a", midnight, "sql");
    for (int i = 0; i < 4; i++) {
      ask(limited, "q" + i, midnight + 10 * HOUR, "sql");
    }

    assertThat(routed(limited, "q0", midnight + 10 * HOUR)).containsExactly("a");
    assertThat(routed(limited, "q1", midnight + 10 * HOUR)).containsExactly("a");
    assertThat(routed(limited, "q2", midnight + 10 * HOUR)).isEmpty();
    assertThat(routed(limited, "q1", midnight + 11 * HOUR))
        .as("the same again")
        .containsExactly("a");
    assertThat(routed(limited, "q3", midnight + DAY)).as("tomorrow").containsExactly("a");
  }

  @Test
  void routesToAsManyAsThereArePlacesAndLooksAtTheMostPromisingOnly() {
    QuestionRouter narrow = new QuestionRouter(new RoutingSettings(3, 10, 20, 1_000, 0.05));
    IntStream.range(0, 50)
        .forEach(
            user ->
                IntStream.rangeClosed(0, user % 10)
                    .forEach(i -> answered(narrow, user + "-" + i, "u" + user, START, "sql")));
    ask(narrow, "new", START + DAY, "sql");

    assertThat(routed(narrow, "new", START + DAY)).hasSize(3).allMatch(user -> user.endsWith("9"));
  }

  @Test
  void sparesAMemberWhoIsWantedMoreOftenThanADayMayHaveForWhatIsLikelier() {
    QuestionRouter limited = new QuestionRouter(new RoutingSettings(1, 1, 20, 1_000, 0.05));
    long midnight = Math.floorDiv(START, DAY) * DAY;
    for (int i = 0; i < 5; i++) {
      answered(limited, "s" + i, "expert", midnight - DAY, "sql");
    }
    answered(limited, "j", "other", midnight - DAY, "java");
    ask(limited, "sql", midnight, "sql");
    ask(limited, "untagged", midnight + DAY);
    ask(limited, "more sql", midnight + DAY, "sql");

    assertThat(routed(limited, "sql", midnight)).containsExactly("expert");
    assertThat(routed(limited, "untagged", midnight + DAY)).containsExactly("other");
    assertThat(routed(limited, "more sql", midnight + DAY)).containsExactly("expert");
  }

  @Test
  void routesToThoseWhoMayBeAskedOnlyAlsoIfTheyNeverWrote() {
    answered(router, "first", "a", START, "sql");
    answered(router, "second", "b", START, "sql");
    ask(router, "new", START + DAY, "sql");

    assertThat(router.route("new", List.of("stranger", "b", "asker"), START + DAY))
        .extracting(Routed::user, Routed::reason)
        .containsExactly(tuple("b", "expert:sql"), tuple("stranger", "active"));
    assertThat(router.route("lost", List.of("b"), START + DAY)).isEmpty();
  }

  @Test
  void tellsHowLikelyEachAnswers() {
    answered(router, "first", "a", START, "sql");
    answered(router, "second", "b", START, "sql");
    answered(router, "third", "b", START, "sql");
    ask(router, "new", START + DAY, "sql");

    List<Routed> routed = router.route("new", START + DAY);

    assertThat(routed).extracting(Routed::user).containsExactly("b", "a");
    assertThat(routed.stream().mapToDouble(Routed::chance).sum()).isEqualTo(1.0, within(1e-9));
  }

  @Test
  void findsThoseWhoAnsweredLongAgoWhereNobodyAnsweredSince() {
    for (int i = 0; i < 5; i++) {
      answered(router, "q" + i, "veteran", START + i * DAY, "sql");
    }
    router.comment("q1", "passer-by", START + 5 * DAY);
    ask(router, "new", START + 1_000 * DAY, "java");

    assertThat(routed(router, "new", START + 1_000 * DAY)).containsExactly("veteran", "passer-by");
  }

  @Test
  void learnsThatHereThoseAnswerWhoNeverDidBefore() {
    double before = router.weight(RoutingSignal.ANSWERS_14D);
    for (int i = 0; i < 50; i++) {
      router.comment("none", "newcomer" + i, START + i * DAY);
      answered(router, "q" + i, "newcomer" + i, START + i * DAY, "sql");
    }

    assertThat(router.weight(RoutingSignal.ANSWERS_14D)).isLessThan(before - 0.2);
  }

  @Test
  void countsAnAnswerToAQuestionThatIsNotKnownForTheMember() {
    router.answer("lost", "a", START);
    ask(router, "new", START + DAY, "sql");

    assertThat(routed(router, "new", START + DAY)).containsExactly("a");
    assertThat(router.route("lost", START + DAY)).isEmpty();
  }

  @Test
  void givesTheSameListWhateverTheOrderOfRemarksWithinAThread() {
    QuestionRouter other = new QuestionRouter(RoutingSettings.defaults());
    List<Integer> remarks = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
    for (QuestionRouter each : List.of(router, other)) {
      ask(each, "q", START, "sql");
      remarks.forEach(i -> each.comment("q", "u" + i % 3, START + i * HOUR));
      Collections.reverse(remarks);
    }

    assertThat(routed(other, "q", START + DAY)).isEqualTo(routed(router, "q", START + DAY));
  }

  /** Members who ask, answer and remark, told by a seed. */
  private static void live(QuestionRouter router, int from, int to) {
    for (int i = from; i < to; i++) {
      long atMillis = START + i * HOUR / 3;
      String thread = "q" + i;
      router.ask(new Question(thread, "u" + i % 7, atMillis, List.of("t" + i % 3, "s" + i % 5)));
      router.route(thread, atMillis);
      router.comment("q" + i * 7 % (i + 1), "u" + i % 11, atMillis + 60_000L);
      router.answer("q" + i * 5 % (i + 1), "u" + i * i % 13, atMillis + 120_000L);
      router.route(thread, List.of("u1", "u2", "u3", "nobody"), atMillis + 180_000L);
    }
  }

  @Test
  void goesOnFromItsBytesAsIfNothingHadHappened() {
    RoutingSettings few = new RoutingSettings(3, 2, 8, 12, 0.05);
    QuestionRouter kept = new QuestionRouter(few);
    live(kept, 0, 400);
    QuestionRouter restored = QuestionRouter.deserialize(kept.serialize(), few);
    live(kept, 400, 600);
    live(restored, 400, 600);

    assertThat(restored.serialize()).hasSameSizeAs(kept.serialize());
    for (int i = 0; i < 600; i++) {
      long atMillis = START + (400 + i) * HOUR;
      assertThat(restored.route("q" + i, atMillis)).isEqualTo(kept.route("q" + i, atMillis));
    }
    for (RoutingSignal signal : RoutingSignal.values()) {
      assertThat(restored.weight(signal)).isEqualTo(kept.weight(signal));
    }
  }
}
