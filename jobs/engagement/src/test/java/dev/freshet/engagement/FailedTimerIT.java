package dev.freshet.engagement;

import static dev.freshet.engagement.Rules.HOUR;
import static dev.freshet.engagement.Rules.MONDAY_NOON;
import static dev.freshet.engagement.Rules.study;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.testing.ChangedSavepoint;
import java.time.Duration;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A timer at which the whole job fails, between a real Kafka and a real Redis. */
@Tag("slow")
class FailedTimerIT extends OnPlatform {

  private static final long ADA_MILLIS = MONDAY_NOON + HOUR;

  @Test
  void goesOnWithoutWhatIsKeptOfAUserWhoseStateWasDamaged(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    options.set(EngagementOptions.QUIET, Duration.ofMinutes(10));
    options.set(ExecutionOptions.SNAPSHOT_COMPRESSION, false);
    platform.apply(Rules.EACH);
    JobClient before = platform.start(options);
    platform.happen(study("bob", MONDAY_NOON), study("ada", ADA_MILLIS));
    awaitPoints("bob", 10);
    EndOfStart.await(cluster, before);
    String savepoint = platform.stop(before);
    assertThat(new ChangedSavepoint(savepoint).damage("item" + ADA_MILLIS)).isOne();
    restartAfterFailures();

    JobClient job = platform.resume(options, savepoint);
    platform.happen(study("cyd", MONDAY_NOON + 2 * HOUR), study("bob", MONDAY_NOON + 3 * HOUR));
    awaitAsTimeGoesOn(MONDAY_NOON + 3 * HOUR, () -> assertPoints("cyd", 10));
    assertThat(platform.account("ada")).isEmpty();
    platform.happen(study("ada", MONDAY_NOON + 4 * HOUR), study("bob", MONDAY_NOON + 5 * HOUR));

    awaitAsTimeGoesOn(MONDAY_NOON + 5 * HOUR, () -> assertPoints("ada", 10));
    awaitPoints("bob", 30);
    assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
  }

  private void restartAfterFailures() {
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
  }

  @Test
  void publishesAgainTheOthersThanAUserWhoseAccountWasDamaged(
      @InjectMiniCluster MiniCluster cluster) throws Exception {
    options.set(ExecutionOptions.SNAPSHOT_COMPRESSION, false);
    options.set(RedisOptions.FUNCTION_CHECK, Duration.ofMillis(200));
    platform.apply(Rules.EACH, Rules.WEEKLY);
    JobClient before = platform.start(options);
    platform.happen(
        study("bob", MONDAY_NOON),
        study("ada", MONDAY_NOON + 1),
        study("ada", MONDAY_NOON + 2),
        study("ada", MONDAY_NOON + 3),
        study("time", MONDAY_NOON + HOUR));
    awaitPoints("ada", 80);
    awaitPoints("bob", 10);
    EndOfStart.await(cluster, before);
    String savepoint = platform.stop(before);
    assertThat(new ChangedSavepoint(savepoint).damage("finisher")).isPositive();
    restartAfterFailures();

    JobClient job = platform.resume(options, savepoint);
    platform.redis().flushall();

    awaitPoints("bob", 10);
    assertThat(platform.account("ada")).isEmpty();
    assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
  }
}
