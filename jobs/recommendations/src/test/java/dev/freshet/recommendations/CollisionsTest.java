package dev.freshet.recommendations;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CollisionsTest {

  private final Map<String, Counter> counters = new HashMap<>();

  private final MetricGroup metrics =
      new UnregisteredMetricsGroup() {
        @Override
        public <C extends Counter> C counter(String name, C counter) {
          counters.put(name, counter);
          return counter;
        }
      };

  private final Collisions collisions = new Collisions(metrics);
  private final Logger logger = (Logger) LogManager.getLogger(Collisions.class);
  private final List<String> logged = new ArrayList<>();

  private final AbstractAppender appender =
      new AbstractAppender("logged", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
          logged.add(event.getMessage().getFormattedMessage());
        }
      };

  @BeforeEach
  void listen() {
    appender.start();
    logger.addAppender(appender);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeAppender(appender);
  }

  private long counted() {
    return requireNonNull(counters.get("collidingItems")).getCount();
  }

  @Test
  void areCountedEachTimeAndLoggedOnceAnItem() {
    collisions.refuse("java", "python");
    collisions.refuse("java", "python");
    collisions.refuse("go", "rust");

    assertThat(counted()).isEqualTo(3);
    assertThat(logged).hasSize(2);
    assertThat(logged.get(0)).contains("java", "python");
  }

  @Test
  void areLoggedForAHundredItemsAtMost() {
    for (int i = 0; i < 200; i++) {
      collisions.refuse("item-" + i, "python");
    }

    assertThat(counted()).isEqualTo(200);
    assertThat(logged).hasSize(100);
  }
}
