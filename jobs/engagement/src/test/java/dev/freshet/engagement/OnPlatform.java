package dev.freshet.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.testing.OnJobPlatform;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;

/** A test of the job from Kafka to what is read in Redis and on Kafka. */
abstract class OnPlatform extends OnJobPlatform<Platform> {

  OnPlatform() {
    super(Platform::new);
  }

  static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(90));
  }

  final void awaitPoints(String user, int points) {
    eventually()
        .untilAsserted(
            () ->
                assertThat(platform.account(user))
                    .containsEntry("points", Integer.toString(points)));
  }
}
