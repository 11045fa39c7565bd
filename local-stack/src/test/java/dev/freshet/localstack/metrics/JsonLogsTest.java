package dev.freshet.localstack.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.JobID;
import org.apache.flink.util.MdcUtils;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file for logs as JSON is one that Log4j takes, and says whose line it is. */
class JsonLogsTest {

  private static final JobID JOB = JobID.generate();

  @TempDir private Path folder;

  /** The line that comes of an error in a task of a job. */
  private JsonNode line() throws Exception {
    Path file = folder.resolve("log4j-console.properties");
    // Otherwise Log4j goes on with the stream that the tests' own appender has.
    Files.writeString(file, Monitoring.jsonLogs() + "\nappender.console.follow = true\n");
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (LoggerContext log = new LoggerContext("json", null, file.toUri())) {
      log.start();
      Thread task =
          new Thread(
              MdcUtils.wrapRunnable(
                  MdcUtils.asContextData(JOB),
                  () ->
                      log.getLogger("dev.freshet.Test")
                          .error("It {}\\nhas failed", 1, new IllegalStateException("why"))),
              "Rank personal lists (1/2)#0");
      task.start();
      task.join();
    } finally {
      System.setOut(console);
    }
    return new ObjectMapper().readTree(printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void haveJobAndTaskOnEachLine() throws Exception {
    JsonNode line = line();

    assertThat(line.path("job").asText()).as(line.toString()).isEqualTo(JOB.toHexString());
    assertThat(line.path("thread").asText()).isEqualTo("Rank personal lists (1/2)#0");
    assertThat(line.path("level").asText()).isEqualTo("ERROR");
    assertThat(line.path("message").asText()).startsWith("It 1");
    assertThat(line.path("logger").asText()).isEqualTo("dev.freshet.Test");
    assertThat(line.path("time").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(line.path("exception").asText())
        .contains("IllegalStateException: why")
        .contains("JsonLogsTest");
  }
}
