package dev.freshet.localstack.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.YamlParserUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpCommandTest {

  private static CommandRun up(String... args) {
    return CommandRun.of(new UpCommand(), args);
  }

  @Test
  void explainsItself() {
    CommandRun run = up("--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("--events", "--rate", "--seconds", "--port-flink", "--data-dir", "Exit codes");
  }

  @ParameterizedTest
  @CsvSource({
    "--rate=0, --rate must be more than 0",
    "--rate=fast, Invalid value for option '--rate'",
    "--seconds=0, --seconds must be 1 or more",
    "--set=redis.prefex=x, did you mean redis.prefix?",
    "--set=events.flood-limit=many, events.flood-limit",
    "--set=stickiness.zoon=UTC, did you mean stickiness.zone?",
    "--port=1, --port",
    "--port-kafka=0, --port-kafka must be a port from 1 to 65535",
    "--port-metrics=0, --port-metrics must be a port from 1 to 65535"
  })
  void namesTheOptionThatIsWrong(String argument, String complaint) {
    CommandRun run = up(argument);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(complaint).contains("Try up --help.");
  }

  @Test
  void saysWhichLogIsMissing() {
    CommandRun run = up("--events=nowhere.csv");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("up: nowhere.csv: does not exist");
  }

  @Test
  void hasAComposeFileThatIsValidYaml() throws Exception {
    assertThat(YamlParserUtils.loadYamlFile(Path.of("compose.yaml").toFile()))
        .containsKeys("name", "services", "volumes");
  }

  @Test
  void hasAComposeFileThatShowsNothingToTheNetworkAndGivesRedisAPassword() throws Exception {
    String compose = Files.readString(Path.of("compose.yaml"));

    assertThat(compose.lines().filter(line -> line.matches(" +- \"[0-9.:]+\"")))
        .hasSize(3)
        .allMatch(line -> line.contains("\"127.0.0.1:"));
    assertThat(compose)
        .contains("requirepass \"$$FRESHET_REDIS_PASSWORD\"")
        .contains("${FRESHET_REDIS_PASSWORD:?")
        .doesNotContain("--requirepass");
  }
}
