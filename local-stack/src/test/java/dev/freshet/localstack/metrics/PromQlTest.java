package dev.freshet.localstack.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromQlTest {

  @Test
  void tellsMetricsFromFunctionsAndLabels() {
    PromQl read =
        PromQl.of(
            """
            sum by (job_name, topic) (rate(read_total{job_name=~"$job",kind!="a, b"}[5m])) > 1e3
            and on (job_name) max(avg_over_time(up[7d] offset 1d)) < 0.7 * other:ratio
            or absent(gone)
            """);

    assertThat(read.metrics()).containsExactly("read_total", "up", "other:ratio", "gone");
    assertThat(read.labels()).containsExactly("job_name", "kind", "topic");
  }
}
