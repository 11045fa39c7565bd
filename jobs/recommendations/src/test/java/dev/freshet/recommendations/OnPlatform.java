package dev.freshet.recommendations;

import static org.awaitility.Awaitility.await;

import dev.freshet.testing.OnJobPlatform;
import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;

/** A test of the job from Kafka to a frontend that reads Redis. */
abstract class OnPlatform extends OnJobPlatform<Platform> {

  OnPlatform() {
    super(Platform::new);
  }

  /** The function of readers is there a moment after the job has started, not before. */
  static ConditionFactory eventually() {
    return await()
        .atMost(Duration.ofSeconds(60))
        .ignoreException(RedisCommandExecutionException.class);
  }
}
