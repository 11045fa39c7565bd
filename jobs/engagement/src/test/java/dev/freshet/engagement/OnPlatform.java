package dev.freshet.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.testing.OnJobPlatform;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;

/** A test of the job from Kafka to what is read in Redis and on Kafka. */
abstract class OnPlatform extends OnJobPlatform<Platform> {

  OnPlatform() {
    super(Platform::new);
  }

  static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(90));
  }

  final void awaitPoints(String user, int points) {
    eventually().untilAsserted(() -> assertPoints(user, points));
  }

  final void assertPoints(String user, int points) {
    assertThat(platform.account(user)).containsEntry("points", Integer.toString(points));
  }

  /**
   * Event time goes on with each look until something holds. What a job has read when it fails may
   * be in its checkpoint without having moved event time, which then stands still.
   */
  final void awaitAsTimeGoesOn(long fromMillis, ThrowingRunnable assertion) {
    long[] nowMillis = {fromMillis};
    eventually()
        .untilAsserted(
            () -> {
              nowMillis[0] += Rules.SECOND;
              platform.happen(Rules.study("time", nowMillis[0]));
              assertion.run();
            });
  }
}
