package dev.freshet.localstack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import dev.freshet.testing.LoopbackCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is earned follows from the events alone: the same in process and on Flink, in any number of
 * tasks, in disorder and with duplicates. Coupons have codes by which their rewards are told apart.
 */
@Tag("slow")
class EngagementRunIT {

  private static final int MOST_TASKS = 4;
  private static final List<String> KINDS = List.of("click,", "study,300", "comment,", "rating,8");

  private static final String RULES =
      """
      - {id: each, on: comment, reward: {points: 3}}
      - id: weekly
        on: study
        every: {count: 4, of: items, within: week}
        limit: {times: 2, per: week}
        reward: {points: 50, badge: learner, coupon: {benefit: tea, valid: 900 d}}
      - {id: streak, every: {streak: 3}, reward: {points: 20, coupon: {benefit: cake, valid: 900 d}}}
      - {id: days, every: {count: 3, of: days, within: month}, reward: {points: 7}}
      - id: first
        on: study
        when: "'tag-1' in event.tags && user.points > 30"
        limit: {times: 3, per: day}
        budget: 25
        until: 2027-01-01T00:00:00Z
        activity: winter
        reward: {points: 100, coupon: {benefit: book, valid: 900 d}}
      - {audience: away, member: now - user.lastSeen > duration("30h"), enter-after: 2 h, leave-after: 1 h}
      - {audience: steady, member: user.streak > 1 || user.points > 60}
      - {audience: newcomers, member: now - user.firstSeen < duration("200h")}
      - id: measured
        on: study
        limit: {times: 1, per: ever}
        holdout: 0.4
        budget: 5
        reward: {points: 1, cost: 2.5}
      - {id: held, holdout: 0.5, every: {count: 2, of: events, within: day}, reward: {points: 1}}
      """;

  @RegisterExtension static final MiniClusterExtension CLUSTER = LoopbackCluster.of(MOST_TASKS);

  @TempDir private Path folder;
  private String log = "";
  private String rules = "";
  private String settings = "";

  @BeforeEach
  void write() throws IOException {
    // The last rows bring event time to where all of the others was looked at, and to where it is
    // known what became of their users.
    log =
        CrowdedLog.write(
            folder,
            KINDS,
            "%d,late,item-0,click,%n%d,later,item-0,click,%n%d,last,item-0,click,%n"
                .formatted(CrowdedLog.crowd(80), CrowdedLog.crowd(81), CrowdedLog.crowd(200)));
    rules = Files.writeString(folder.resolve("rules.yaml"), RULES).toString();
    settings =
        Files.writeString(
                folder.resolve("settings.yaml"),
                "engagement.zone: Asia/Shanghai\nengagement.coupons.secret: no secret\n")
            .toString();
  }

  private List<String> earned(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of(log, "--rules", rules, "--settings", settings));
    arguments.addAll(List.of(options));
    CommandRun run = CommandRun.of(new RunCommand(), arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out()
        .lines()
        .filter(line -> line.matches(".*\"(engagement:|points:top|activity:|audience:|rule:).*"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void isTheSameInAnyNumberOfTasksInDisorderAndWithDuplicates(int tasks) {
    List<String> expected = earned();
    assertThat(expected)
        .hasSizeGreaterThan(15)
        .anyMatch(line -> line.contains("activity:winter"))
        .anyMatch(line -> line.contains("audience:steady"))
        .anyMatch(
            line ->
                line.contains("rule:measured") && line.contains("\"cost\":12.5,\"followed28\":5,"));

    assertThat(
            earned(
                "--shuffle",
                "1 min",
                "--shuffle-share",
                "0.2",
                "--duplicates",
                "0.05",
                "--seed",
                "3"))
        .isEqualTo(expected);
    assertThat(
            earned(
                "--engine",
                "flink",
                "--parallelism",
                Integer.toString(tasks),
                "--shuffle",
                "1 min",
                "--shuffle-share",
                "0.2",
                "--duplicates",
                "0.05",
                "--seed",
                Integer.toString(tasks)))
        .isEqualTo(expected);
  }
}
