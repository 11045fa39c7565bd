package dev.freshet.localstack.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole stack in this process. */
class UpIT {

  private static final long NOON = 1_764_072_000_000L;
  private static final long MINUTE = 60_000L;
  private static final long FAR_FUTURE = 32_503_680_000_000L;

  @TempDir private Path folder;

  /**
   * Six learners, ten things each; five rows that are no events, one event of the future, a
   * purchase, and a list that was shown.
   */
  private Path log() throws IOException {
    StringBuilder rows = new StringBuilder("ts,user,item,type,value\n");
    for (int i = 0; i < 60; i++) {
      rows.append("%d,user-%d,item-%d,click,\n".formatted(NOON + i * MINUTE, i % 6, (i * 7) % 25));
    }
    rows.append(NOON).append(",user-1,item-1,dance,\n");
    rows.append(NOON).append(",,item-1,click,\n");
    rows.append("noon,user-1,item-1,click,\n");
    rows.append(NOON).append(",user-1,item-1,study,-5\n");
    rows.append(NOON).append(",user-1,item-1,rating,99\n");
    rows.append(FAR_FUTURE).append(",traveller,item-1,click,\n");
    rows.append(NOON).append(",user-1,plan,purchase,\n");
    rows.append(NOON).append(",user-1,item-1|item-2,impression,home\n");
    Files.writeString(
        folder.resolve("items.csv"), "item,title,tags\nitem-1,One,code|new\nitem-2,Two,code\n");
    return Files.writeString(folder.resolve("events.csv"), rows.toString());
  }

  @Test
  void accountsForEveryRowOfALog() throws IOException {
    CommandRun run =
        up("--events", log().toString(), "--seconds", "3", "--set", "stickiness.zone=Asia/Tokyo");

    assertThat(run.exitCode()).as(run.text()).isZero();
    assertThat(run.out())
        .contains("Flink   http://localhost:")
        .containsPattern("rows read +68\n")
        .containsPattern("left out +5 ")
        .containsPattern("lists shown +1\n")
        .containsPattern("sent +62\n")
        .containsPattern("(?s)(used +61\n.*){2}")
        .containsPattern("rejected +1 +\\{future=1\\}")
        .contains("By the job recommendations", "By the job stickiness")
        .containsPattern("(?s)(All events are accounted for.*){2}")
        .contains("6 of 6 users have stickiness:<user>: {new=6}")
        .contains("6 of 6 users with two events or more have candidates")
        .contains("Items done on their lists: 0.")
        .contains("Not judged: 1 users");
    assertThat(run.err()).contains("events.csv:62: unknown type dance").contains("events.csv:64:");
  }

  @Test
  void goesOnFromWhereItWasStopped() {
    String data = folder.resolve("platform").toString();

    CommandRun first = up("--data-dir", data, "--seconds", "3", "--rate", "50");
    CommandRun second = up("--data-dir", data, "--seconds", "3", "--rate", "50");

    assertThat(first.exitCode()).as(first.text()).isZero();
    assertThat(first.out()).contains("events/s").doesNotContain("Goes on from");
    assertThat(second.exitCode()).as(second.text()).isZero();
    assertThat(second.out())
        .containsPattern("Goes on from .*recommendations.savepoints")
        .containsPattern("Goes on from .*stickiness.savepoints")
        .containsPattern("Goes on from .*effect.savepoints")
        .containsPattern(
            "events/s .* look-around \\(control [0-9,]+, exploring [0-9,]+ users\\): ");
    assertThat(first.err() + second.err()).isEmpty();
  }

  private static CommandRun up(String... args) {
    return CommandRun.of(new UpCommand(), args);
  }
}
