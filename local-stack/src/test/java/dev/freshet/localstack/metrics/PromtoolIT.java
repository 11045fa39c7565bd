package dev.freshet.localstack.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules and panels as Prometheus itself reads them. */
@Tag("monitoring")
class PromtoolIT {

  private final Tool promtool = Tool.find("promtool");

  private void succeeds(Path folder, String... arguments) throws Exception {
    Tool.Run run = promtool.run(folder, arguments);

    assertThat(run.exitCode()).as(run.text()).isZero();
  }

  @Test
  void takesTheRules(@TempDir Path folder) throws Exception {
    Monitoring.writeRules(folder);

    succeeds(folder, "check", "rules", Monitoring.RULES);
  }

  @Test
  void seesAlertsFireWhenTheyShould(@TempDir Path folder) throws Exception {
    Monitoring.writeRules(folder);

    succeeds(folder, "test", "rules", Monitoring.TESTS);
  }

  @Test
  void takesEveryExpressionOfAPanel(@TempDir Path folder) throws Exception {
    StringBuilder rules = new StringBuilder("groups:\n- name: panels\n  rules:\n");
    int number = 0;
    for (Map.Entry<String, String> expression : Monitoring.expressions().entrySet()) {
      if (!expression.getKey().startsWith("alert ")) {
        rules.append("  # ").append(expression.getKey()).append('\n');
        rules.append("  - record: panel_").append(number++).append('\n');
        rules.append("    expr: '").append(Monitoring.query(expression.getValue())).append("'\n");
      }
    }
    Files.writeString(folder.resolve("panels.yaml"), rules);

    succeeds(folder, "check", "rules", "panels.yaml");
  }
}
