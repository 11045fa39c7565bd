package dev.freshet.localstack.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.localstack.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate --questions}. */
class EvaluateQuestionsTest {

  private static final long HOUR = 3_600_000L;

  @TempDir Path folder;

  private CommandRun evaluate(String... args) {
    return CommandRun.of(new EvaluateCommand(), args);
  }

  private Path write(CharSequence rows) throws IOException {
    return Files.writeString(folder.resolve("posts.csv"), rows);
  }

  /** A hundred questions, of which each of five experts answers those of the own tag. */
  private Path fiveExperts() throws IOException {
    StringBuilder rows = new StringBuilder("ts,kind,user,thread,replyTo,tags\n");
    for (int i = 0; i < 100; i++) {
      long asked = 1_700_000_000_000L + 6 * HOUR * i;
      rows.append("%d,question,asker%d,q%d,,tag%d|all%n".formatted(asked, i % 7, i, i % 5));
      rows.append("%d,answer,asker%d,q%d,,%n".formatted(asked + 1, i % 7, i));
      rows.append("%d,answer,expert%d,q%d,,%n".formatted(asked + HOUR, i % 5, i));
    }
    return write(rows);
  }

  private JsonNode judged(String... args) throws IOException {
    CommandRun run = evaluate(args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out()).get("forums").get(0);
  }

  @Test
  void judgesFirstAnswersByOthersThanTheAskerNextToThreeBaselines() throws IOException {
    CommandRun run = evaluate(fiveExperts().toString(), "--questions");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("300 posts of 12 members; 100 first answers judged; at most 30 questions")
        .contains(
            "just before the first answer            HR@5   HR@20   MRR@20   busiest five   most a day")
        .contains("when the question was asked")
        .contains("Freshet   ")
        .contains("most answers   ")
        .contains("most answers, half-life 14 days   ")
        .contains("most answers in the question's tags");
  }

  @Test
  void findsTheExpertOfATag() throws IOException {
    JsonNode freshet =
        judged(fiveExperts().toString(), "--questions", "--json", "-").at("/routings/0");

    assertThat(freshet.get("routing").asText()).isEqualTo("Freshet");
    assertThat(freshet.at("/whenAsked/hitRate20").asDouble()).isEqualTo(0.95);
    assertThat(freshet.at("/whenAsked/mrr20").asDouble()).isGreaterThan(0.8);
  }

  @Test
  void knowsNothingOfTheAnswerThatIsJudged() throws IOException {
    Path one =
        write(
            """
            ts,kind,user,thread,tags
            1700000000000,question,a,1,sql
            1700000001000,answer,b,1,
            """);

    JsonNode routings = judged(one.toString(), "--questions", "--json", "-").get("routings");

    assertThat(routings)
        .hasSize(4)
        .allMatch(routing -> routing.at("/beforeAnswer/hitRate20").asDouble() == 0.0);
  }

  @Test
  void leavesOutBadRowsAndTellsOfThem() throws IOException {
    Path posts = fiveExperts();
    Files.writeString(posts, Files.readString(posts) + "1700000000000,poem,x,q1,,\n");

    CommandRun run = evaluate(posts.toString(), "--questions");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .contains("posts.csv:302: kind must be question, answer or comment, was poem");
    assertThat(run.out()).contains("; 1 bad rows left out");
  }

  @Test
  void refusesAFileThatIsNoForum() throws IOException {
    CommandRun run = evaluate(write("ts,user,item,type,value\n").toString(), "--questions");

    assertThat(run.exitCode()).isOne();
    assertThat(run.err())
        .contains("posts.csv: expected a header with the columns ts,kind,user,thread");
  }

  @Test
  void refusesAFileWithoutAnyRowThatCanBeUsed() throws IOException {
    CommandRun run =
        evaluate(write("ts,kind,user,thread\n1700000000000,poem,x,1\n").toString(), "--questions");

    assertThat(run.exitCode()).isOne();
    assertThat(run.err()).contains("posts.csv: no row could be used");
  }

  @Test
  void refusesAFileWithoutAQuestion() throws IOException {
    CommandRun run =
        evaluate(
            write("ts,kind,user,thread\n1700000000000,answer,x,1\n").toString(), "--questions");

    assertThat(run.exitCode()).isOne();
    assertThat(run.err()).contains("posts.csv: no question is in it").hasLineCount(1);
  }

  /** Twenty questions an hour for three days, all answered by one member. */
  private Path busyForum() throws IOException {
    StringBuilder rows = new StringBuilder("ts,kind,user,thread,tags\n");
    for (int i = 0; i < 20 * 72; i++) {
      long asked = 1_700_000_000_000L + HOUR / 20 * i;
      rows.append("%d,question,asker%d,q%d,sql%n".formatted(asked, i % 30, i));
      rows.append("%d,answer,expert,q%d,%n".formatted(asked + 1, i));
    }
    return write(rows);
  }

  @Test
  void keepsTheDailyLimitForItselfOnly() throws IOException {
    JsonNode routings =
        judged(busyForum().toString(), "--questions", "--questions-per-day", "5", "--json", "-")
            .get("routings");

    assertThat(routings.at("/0/beforeAnswer/mostPerDay").asInt()).isEqualTo(5);
    assertThat(routings.at("/0/whenAsked/mostPerDay").asInt()).isEqualTo(5);
    assertThat(routings.at("/1/beforeAnswer/mostPerDay").asInt()).isGreaterThan(400);
  }

  @Test
  void refusesALimitBelowOne() throws IOException {
    CommandRun run = evaluate(fiveExperts().toString(), "--questions", "--questions-per-day", "0");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--questions-per-day must be 1 or more, is 0");
  }
}
