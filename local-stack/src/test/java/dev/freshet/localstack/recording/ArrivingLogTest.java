package dev.freshet.localstack.recording;

import static dev.freshet.localstack.recording.Records.NOON;
import static dev.freshet.localstack.recording.Records.TOPICS;
import static dev.freshet.localstack.recording.Records.click;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.log.BadRow;
import dev.freshet.localstack.log.LeftOutRows;
import dev.freshet.localstack.log.UnusedRows;
import dev.freshet.localstack.recording.ReplayLog.TimeKind;
import dev.freshet.runtime.record.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivingLogTest {

  @TempDir private Path folder;
  private final UnusedRows unused = new UnusedRows();

  private final LeftOutRows leftOut =
      new LeftOutRows() {
        @Override
        public void bad(BadRow row) {
          throw new AssertionError(row);
        }

        @Override
        public void unused(String type) {
          unused.add(type);
        }
      };

  private List<String> topics(Topics topics) throws IOException {
    Path file = folder.resolve("incident.avro");
    LogRecord click = click(0, "ann", NOON, NOON);
    LogRecord order =
        new LogRecord("orders", 0, 1, NOON, click.key(), click.value(), click.headers());
    Records.recording(file, click, order);
    LogSelection all = LogSelection.whole(ReplayLog.at(file), topics, TimeKind.ARRIVAL);
    List<String> taken = new ArrayList<>();
    try (ArrivingLog.Arrivals arrivals = new ArrivingLog(all, Disorder.NONE).arrivals(leftOut)) {
      arrivals.forEachRemaining(record -> taken.add(record.topic()));
    }
    return taken;
  }

  @Test
  void leavesOutWhatWasRecordedFromATopicThatNoJobReads() throws IOException {
    assertThat(topics(TOPICS)).containsExactly("clicks");
    assertThat(unused.byType()).containsOnlyKeys("topic orders").containsValue(1L);
  }

  @Test
  void takesPurchasesIfTheyHaveATopic() throws IOException {
    Topics selling = new Topics("clicks", "study", "comments", "orders", "items", "rejected");

    assertThat(topics(selling)).containsExactly("clicks", "orders");
    assertThat(unused.byType()).isEmpty();
  }
}
