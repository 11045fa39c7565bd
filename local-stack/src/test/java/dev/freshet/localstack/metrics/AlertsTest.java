package dev.freshet.localstack.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Alerts are complete: each says how bad it is and what to do, and was tried. */
class AlertsTest {

  private static final Path PAGE = Path.of("../docs/alerts.md");
  private static final Path RUNBOOK = Path.of("../docs/runbook.md");

  private static List<String> names() throws Exception {
    return Monitoring.alerts().stream().map(alert -> alert.get("alert").asText()).toList();
  }

  @Test
  void sayHowBadItIsAndWhatHasHappened() throws Exception {
    for (JsonNode alert : Monitoring.alerts()) {
      assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
      assertThat(alert.at("/annotations/summary").asText()).endsWith(".");
    }
  }

  @Test
  void leadToTheirSectionOnThePage() throws Exception {
    List<String> sections =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();
    for (JsonNode alert : Monitoring.alerts()) {
      String name = alert.get("alert").asText();
      assertThat(alert.at("/annotations/runbook").asText())
          .isEqualTo("docs/alerts.md#" + name.toLowerCase(Locale.ROOT));
    }

    assertThat(sections).containsExactlyElementsOf(names());
  }

  @Test
  void haveALineEachInTheRunbook() throws Exception {
    List<String> lines = Files.readAllLines(RUNBOOK);
    for (JsonNode alert : Monitoring.alerts()) {
      String name = alert.get("alert").asText();
      String begins =
          "| [%s](alerts.md#%s) | %s | "
              .formatted(
                  name, name.toLowerCase(Locale.ROOT), alert.at("/labels/severity").asText());
      assertThat(lines).as(name).filteredOn(line -> line.startsWith(begins)).hasSize(1);
    }
  }

  @Test
  void areEachSeenToFireAndNotToFire() throws Exception {
    Set<String> fired = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    for (JsonNode test : Monitoring.alertsTest().get("tests")) {
      for (JsonNode check : test.get("alert_rule_test")) {
        (check.get("exp_alerts").isEmpty() ? silent : fired).add(check.get("alertname").asText());
      }
    }

    assertThat(fired).containsExactlyInAnyOrderElementsOf(names());
    assertThat(silent).containsExactlyInAnyOrderElementsOf(names());
  }

  @Test
  void areNamedOnce() throws Exception {
    assertThat(names()).doesNotHaveDuplicates().allMatch(name -> name.startsWith("Freshet"));
  }
}
