package dev.freshet.localstack.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.effect.EffectMetrics;
import dev.freshet.engagement.EngagementMetrics;
import dev.freshet.engagement.community.CommunityMetrics;
import dev.freshet.recommendations.RecommendationsMetrics;
import dev.freshet.runtime.cleaning.CleaningMetrics;
import dev.freshet.runtime.failure.FailureMetrics;
import dev.freshet.runtime.metrics.FlinkMetrics;
import dev.freshet.runtime.metrics.JobMetric;
import dev.freshet.runtime.metrics.MetricsPage;
import dev.freshet.runtime.redis.RedisMetrics;
import dev.freshet.runtime.republish.RepublishMetrics;
import dev.freshet.runtime.state.WriteBackMetrics;
import dev.freshet.runtime.userstate.UserStateMetrics;
import dev.freshet.stickiness.StickinessMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The page of metrics says what the code does.
 *
 * <p>After a change of metrics run with {@code -Dtest.jvm.options=-Dmetrics.record=true} and review
 * the diff.
 */
public class MetricsPageTest {

  private static final Path PAGE = Path.of("../docs/metrics.md");

  /** All that the jobs of {@code up} declare. */
  public static List<JobMetric> declared() {
    return MetricsPage.declaredIn(
        CleaningMetrics.class,
        RedisMetrics.class,
        RepublishMetrics.class,
        WriteBackMetrics.class,
        FailureMetrics.class,
        UserStateMetrics.class,
        RecommendationsMetrics.class,
        StickinessMetrics.class,
        EngagementMetrics.class,
        CommunityMetrics.class,
        EffectMetrics.class);
  }

  @Test
  void tellsOfEveryMetric() throws IOException {
    String page =
        """
        # Metrics

        What the jobs tell of themselves, in Flink's metrics. Each row has the metric's name in Flink, and its name for Prometheus below. A test
        runs the jobs and compares: they report these, and no others beside Flink's own. Where Flink has a standard name, it is used.

        Flink's reporter makes gauges of counters and summaries of histograms, with the label `quantile` and a series `…_count`. It puts the labels
        `job_name`, `task_name`, `operator_name` and `subtask_index` on all of them, and an underscore in the place of whatever is neither a letter
        nor a digit in their values. A histogram keeps its last 1,000 values.

        ## Where to get them

        * **On this machine**: `./local-stack/up --port-metrics 9249`, then `http://localhost:9249/metrics`. Only this machine is answered.
        * **On Kubernetes**: nothing to do; Flink's reporter listens on 9249 of every pod, and a PodMonitor names it. On another Flink: put
          `flink-metrics-prometheus` into a folder of its own in `plugins`, where Flink's image has it, and set
          `metrics.reporter.prom.factory.class: org.apache.flink.metrics.prometheus.PrometheusReporterFactory`.
        * **Dashboards and alerts**: [k8s/base/monitoring](../k8s/base/monitoring), with `health` and `quality` for Grafana. [Alerts](alerts.md) says
          what to do about each. A test compares every expression of theirs with what the jobs report.
        * **Logs as JSON**: the component [json-logs](../k8s/components/json-logs). Each line has the job's id (`job`) and its task (`thread`). No line
          has the id of a user.

        ![The dashboard of health](metrics-health.png)

        ![The dashboard of quality](metrics-quality.png)

        Both are drawn from what `up` reported in its first minute, with 200 events a second of simulated learners: at the left the jobs catch up with
        what has waited while they started.

        ## From Kafka to clean events

        In all jobs.

        %s
        ## Redis

        In each sink of Redis.

        %s
        In each operator that publishes what is in its state, and publishes it again when Redis has lost something
        ([how](../schemas/redis-keys.md#what-redis-loses)).

        %s
        ## State in heap

        In each operator whose state goes through the cache ([0007](decisions/0007-keep-hot-state-decoded.md)); the label is the name of the state.

        %s
        ## Failures at timers

        In each operator that waits until nothing earlier can come ([what is given up](decisions/0026-restart-for-a-record-that-an-operator-fails-on.md)).

        %s
        ## States of users on Kafka

        In the operator `user-states`, where a [topic](../schemas/topics.md#topics-that-the-jobs-write) of them is named.

        %s
        ## Recommendations

        `choices.*` tell how good lists are while the job runs: each choice of the users in the sample is looked for on the list of that moment
        before the model learns from it, as `evaluate` does with a log. The list is the one that the model would give then, which what is in Redis
        follows within the interval of the pulse.

        %s
        ## Stickiness

        %s
        ## Engagement

        Those with the label `rule` or `audience` are there once one gave reason for them. Rules and audiences that cannot be used are among those `rejected`, as `wrong-rule`,
        once or twice each. `entered` less `left`, of all tasks together, is how many members an audience has gained while the job ran.

        %s
        ## Effect

        %s
        ## Flink's own

        Those that dashboards and alerts look at, of many more.

        %s"""
            .formatted(
                MetricsPage.render(CleaningMetrics.class),
                MetricsPage.render(RedisMetrics.class),
                MetricsPage.render(RepublishMetrics.class),
                MetricsPage.render(WriteBackMetrics.class),
                MetricsPage.render(FailureMetrics.class),
                MetricsPage.render(UserStateMetrics.class),
                MetricsPage.render(RecommendationsMetrics.class),
                MetricsPage.render(StickinessMetrics.class),
                MetricsPage.render(EngagementMetrics.class, CommunityMetrics.class),
                MetricsPage.render(EffectMetrics.class),
                MetricsPage.render(FlinkMetrics.class));
    if (Boolean.getBoolean("metrics.record")) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }

  @Test
  void saysOfEveryMetricWhatItMeans() {
    assertThat(declared())
        .allSatisfy(
            metric -> {
              assertThat(metric.meaning()).as(metric.name()).endsWith(".");
              assertThat(metric.prometheusName()).matches("[a-zA-Z_:][a-zA-Z0-9_:]*");
            });
    assertThat(declared()).extracting(JobMetric::prometheusName).doesNotHaveDuplicates();
  }
}
