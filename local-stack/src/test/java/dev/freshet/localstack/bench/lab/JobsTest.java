package dev.freshet.localstack.bench.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class JobsTest {

  private static final String INTERVAL = "execution.checkpointing.interval";

  @Test
  void takeCheckpointsOftenWhereTheLogIsShort() {
    Jobs jobs = new Jobs(3, Map.of("a", "b"));

    assertThat(jobs.forShortLog()).isEqualTo(new Jobs(3, Map.of("a", "b", INTERVAL, "10 s")));
  }

  @Test
  void takeCheckpointsAsTheyAreToldTo() {
    Jobs jobs = new Jobs(2, Map.of(INTERVAL, "1 min"));

    assertThat(jobs.forShortLog()).isEqualTo(jobs);
  }
}
