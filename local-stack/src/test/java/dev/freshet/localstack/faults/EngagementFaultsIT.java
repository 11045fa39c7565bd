package dev.freshet.localstack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engagement.EngagementJob;
import dev.freshet.localstack.rules.RuleFiles;
import dev.freshet.schemas.RewardEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The engagement job is befallen by one fault after the other while events flow. In the end no
 * reward is lost, none is given twice, and no budget is overdrawn: on Kafka and in Redis there is
 * what a run without faults gives.
 */
@Tag("platform")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EngagementFaultsIT {

  /** Kept, so that one can look into the logs. */
  private static final Path DIRECTORY = Path.of("target", "engagement-faults");

  /** Longer than the job waits for what is late. */
  private static final Duration LATER = Duration.ofMinutes(5);

  /** The rule of rules.yaml that has a budget, which is spent in the end. */
  private static final String BUDGETED = "first-hundreds";

  private static final int BUDGET = 300;

  private Platform platform;
  private Delivery delivery;

  static Stream<Fault> faults() {
    return Faults.ofDelivery();
  }

  @BeforeAll
  void start() throws Exception {
    FileUtils.deleteDirectory(DIRECTORY.toFile());
    platform =
        new Platform(
            DIRECTORY,
            List.of(EngagementJob.NAME),
            RuleFiles.beside(EngagementFaultsIT.class, "rules.yaml", Flow.START).orFail());
    delivery = new Delivery(platform, EngagementJob.NAME);
    platform.warmUp();
  }

  @ParameterizedTest
  @MethodSource("faults")
  @Order(1)
  void goesOn(Fault fault) throws Exception {
    delivery.goesOnAfter(fault);
  }

  @Test
  @Order(2)
  void hasGivenInTheEndWhatARunWithoutFaultsGivesAndNothingTwice() throws Exception {
    // Until nobody waits for anything earlier, so that all is looked at that was earned.
    delivery.passTime(LATER);
    delivery.awaitAllRead();
    platform.jobs().stop(true);

    Contents contents = platform.contents(Contents.EARNED);

    assertThat(contents.same()).as(contents.text()).isTrue();
    List<RewardEvent> rewards = platform.onKafka().given();
    System.out.println(
        "rewards by rule: "
            + rewards.stream()
                .collect(Collectors.groupingBy(RewardEvent::getRule, Collectors.counting())));
    assertThat(rewards).extracting(RewardEvent::getId).doesNotHaveDuplicates();
    assertThat(rewards.stream().filter(reward -> reward.getRule().equals(BUDGETED)))
        .as("rewards of the rule with a budget")
        .hasSize(BUDGET);
    // Each user's points in Redis are those of a run without faults, as is known by now.
    assertThat(rewards.stream().mapToLong(RewardEvent::getPoints).sum())
        .as("points on Kafka, beside those in Redis")
        .isEqualTo(contents.points());
  }

  @AfterAll
  void close() {
    platform.close();
  }
}
