package dev.freshet.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class JobMetricTest {

  private static final JobMetric REJECTED =
      JobMetric.counter("cleaning.rejected-all", "records", "Rejected.", "topic", "reason");

  private final List<String> path = new ArrayList<>();

  /** Tells what is registered in it. */
  private final class Group extends UnregisteredMetricsGroup {

    @Override
    public MetricGroup addGroup(String name) {
      path.add(name);
      return this;
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      path.add(key + "=" + value);
      return this;
    }

    @Override
    public <C extends Counter> C counter(String name, C counter) {
      path.add(name);
      return counter;
    }
  }

  @Test
  void isRegisteredInTheGroupsOfItsLabelsAndItsName() {
    Counter counter = REJECTED.count(new Group(), "clicks", "flood");
    counter.inc();

    assertThat(path).containsExactly("topic=clicks", "reason=flood", "cleaning", "rejected-all");
    assertThat(REJECTED.prometheusName())
        .isEqualTo("flink_taskmanager_job_task_operator_topic_reason_cleaning_rejected_all");
  }

  @Test
  void wantsAValueForEachLabel() {
    assertThatThrownBy(() -> REJECTED.count(new Group(), "clicks"))
        .hasMessageContaining("[topic, reason]")
        .hasMessageContaining("[clicks]");
  }

  /** Declares as the jobs do. */
  private static final class Declared {

    static final JobMetric FIRST = JobMetric.gauge("first", "ms", "A | B.");
    static final JobMetric SECOND = JobMetric.histogram("second", "ms", "C.", "kind");

    private Declared() {}
  }

  @Test
  void hasARowOnThePageInTheOrderOfDeclaration() {
    assertThat(MetricsPage.declaredIn(Declared.class))
        .containsExactly(Declared.FIRST, Declared.SECOND);
    assertThat(MetricsPage.render(Declared.class))
        .endsWith(
            """
            | `first`<br>`flink_taskmanager_job_task_operator_first` | gauge | ms |  | A \\| B. |
            | `second`<br>`flink_taskmanager_job_task_operator_kind_second` | histogram | ms | kind | C. |
            """);
  }
}
