package dev.freshet.localstack.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import dev.freshet.localstack.record.RecordCommand;
import dev.freshet.testing.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recording and replaying through a Kafka that lets in only whom it knows. */
class SecuredKafkaIT {

  private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule";

  @TempDir private static Path kafkaFolder;
  @TempDir private Path folder;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void startKafka() {
    kafka =
        EmbeddedKafka.start(
            kafkaFolder,
            0,
            Map.of(
                "listener.security.protocol.map", "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name", "PLAINTEXT",
                "sasl.enabled.mechanisms", "PLAIN",
                "sasl.mechanism.inter.broker.protocol", "PLAIN",
                "listener.name.plaintext.plain.sasl.jaas.config",
                    login("broker", "b") + " user_broker=\"b\" user_ann=\"secret\";"));
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  private static String login(String user, String password) {
    return LOGIN + " required username=\"" + user + "\" password=\"" + password + "\"";
  }

  private CommandRun replay(String password) throws IOException {
    String log =
        Files.writeString(
                folder.resolve("events.csv"),
                "ts,user,item,type,value\n1764072000000,ann,algebra,click,\n")
            .toString();
    return CommandRun.of(
        new ReplayCommand(),
        log,
        "--settings",
        settings(password),
        "--create-topics",
        "1",
        "--property",
        "sasl.mechanism=PLAIN");
  }

  private String settings(String password) throws IOException {
    return Files.writeString(
            folder.resolve("job.yaml"),
            """
            kafka:
              bootstrap-servers: %s
              properties:
                security.protocol: SASL_PLAINTEXT
                sasl.mechanism: PLAIN
                sasl.jaas.config: '%s;'
            """
                .formatted(kafka.bootstrapServers(), login("ann", password)))
        .toString();
  }

  private CommandRun record(String password) throws IOException {
    return CommandRun.of(
        new RecordCommand(),
        folder.resolve("recording").toString(),
        "--settings",
        settings(password),
        "--topics",
        "clicks");
  }

  @Test
  void letsInWhoeverHasTheRightPasswordFromOptionsOrFromAJobsFile() throws IOException {
    CommandRun replayed = replay("secret");
    assertThat(replayed.exitCode()).as(replayed.text()).isZero();
    assertThat(replayed.out()).contains("Kafka has taken 1 records");

    CommandRun recorded = record("secret");
    assertThat(recorded.exitCode()).as(recorded.text()).isZero();
    assertThat(recorded.out()).contains("1 records in 1 files, all read again and counted.");
  }

  @Test
  void saysThatItWasNotLetIn() throws IOException {
    CommandRun replayed = replay("guess");
    assertThat(replayed.exitCode()).isEqualTo(1);
    assertThat(replayed.err())
        .contains("replay: Kafka at " + kafka.bootstrapServers() + ": not let in, see --property")
        .contains("Invalid username or password");

    CommandRun recorded = record("guess");
    assertThat(recorded.exitCode()).isEqualTo(1);
    assertThat(recorded.err())
        .contains("record: Kafka at " + kafka.bootstrapServers() + ": not let in, see --property")
        .contains("Invalid username or password");
  }
}
