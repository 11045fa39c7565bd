package dev.freshet.localstack.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.apache.flink.configuration.YamlParserUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class UpCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int up(String... args) {
    CommandLine command = Up.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(args);
  }

  @Test
  void explainsItself() {
    assertThat(up("--help")).isZero();
    assertThat(out.toString())
        .contains("--events", "--rate", "--seconds", "--port-flink", "--data-dir", "Exit codes");
  }

  @ParameterizedTest
  @CsvSource({
    "--rate=0, --rate must be more than 0",
    "--rate=fast, Invalid value for option '--rate'",
    "--seconds=0, --seconds must be 1 or more",
    "--events=nowhere.csv, nowhere.csv",
    "--set=redis.prefex=x, did you mean redis.prefix?",
    "--set=events.flood-limit=many, events.flood-limit",
    "--set=stickiness.zoon=UTC, did you mean stickiness.zone?",
    "--port=1, --port"
  })
  void namesTheOptionThatIsWrong(String argument, String complaint) {
    assertThat(up(argument)).isEqualTo(2);
    assertThat(err.toString()).contains(complaint).contains("Try up --help.");
  }

  @Test
  void hasAComposeFileThatIsValidYaml() throws Exception {
    assertThat(YamlParserUtils.loadYamlFile(Path.of("compose.yaml").toFile()))
        .containsKeys("name", "services", "volumes");
  }
}
