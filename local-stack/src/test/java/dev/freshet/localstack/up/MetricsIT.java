package dev.freshet.localstack.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.localstack.metrics.Exposition;
import dev.freshet.localstack.metrics.MetricsPageTest;
import dev.freshet.localstack.metrics.Monitoring;
import dev.freshet.localstack.metrics.PromQl;
import dev.freshet.localstack.rules.RuleFiles;
import dev.freshet.localstack.rules.RuleSet;
import dev.freshet.localstack.simulator.SimulatorSettings;
import dev.freshet.recommendations.RecommendationsJob;
import dev.freshet.runtime.metrics.FlinkMetrics;
import dev.freshet.runtime.metrics.JobMetric;
import dev.freshet.runtime.metrics.MetricsPage;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.metrics.MetricNames;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What jobs at work report to Prometheus. */
@Tag("slow")
class MetricsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = 24 * HOUR;
  private static final String OPERATOR = "flink_taskmanager_job_task_operator_";

  /** Of sources, of Kafka's connector and of RocksDB. */
  private static final Pattern OF_OTHERS =
      Pattern.compile("KafkaSourceReader_.*|KafkaProducer_.*|split_watermark_.*|.*rocksdb_.*");

  private static final Ports PORTS = new Ports(new PrintWriter(Writer.nullWriter()));
  private static final int METRICS = port("metrics", 29249);

  private static DataDirectory data;
  private static Stack stack;
  private static Producer producer;
  private static Producer disturber;
  private static Feeding feeding;

  private static int port(String what, int usual) {
    return PORTS.choose(what, "", null, usual);
  }

  @BeforeAll
  static void start() throws IOException {
    data = DataDirectory.open(null);
    stack =
        new Stack(
            data,
            new Stack.Addresses(
                port("Flink", 28081), port("Kafka", 29092), port("Redis", 26379), METRICS),
            new Configuration(),
            rules(),
            new ExperimentsOption().experiments());
    producer = new Producer(stack.settings().kafka());
    disturber = new Producer(stack.settings().kafka());
    feeding =
        new Feeding(new SimulatedFeed(SimulatorSettings.withSeed(1)), producer, new Pace(200));
    feeding.start();
    // Nobody reads a list here, and so nobody tells of one.
    disturber.show(
        new ListExposure(
            "shown",
            "eve",
            System.currentTimeMillis(),
            "home",
            List.of("item"),
            Map.of(),
            EventTime.NEVER,
            List.of()));
    disturber.flush();
  }

  /** Each gives reason for another metric. */
  private static RuleSet rules() throws IOException {
    return RuleFiles.beside(MetricsIT.class, "counted-rules.yaml", Instant.EPOCH).orFail();
  }

  /** Sent again and again, as event time begins with the first events read. */
  private static void disturb() {
    long now = System.currentTimeMillis();
    disturber.send(Interaction.click("future", "eve", "item", now + DAY));
    disturber.send(Interaction.click("late", "eve", "item", now - HOUR));
    disturber.send(Interaction.click("twice", "eve", "item", now));
    disturber.flush();
  }

  @AfterAll
  static void close() throws InterruptedException {
    feeding.stop();
    producer.close();
    disturber.close();
    stack.close();
    data.close();
  }

  /** What is reported as soon as it has all of these series. */
  private static Exposition reported(Set<String> names) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> Exposition.scrape(METRICS),
            exposition -> exposition.labels().keySet().containsAll(names));
  }

  private static Set<String> names(List<JobMetric> metrics) {
    Set<String> names = new TreeSet<>();
    metrics.forEach(metric -> names.add(metric.prometheusName()));
    return names;
  }

  @Test
  void areThoseOfThePageWithTheirLabelsAndTypes() {
    Exposition exposition = reported(names(MetricsPageTest.declared()));

    for (JobMetric metric : MetricsPageTest.declared()) {
      String name = metric.prometheusName();
      boolean isHistogram = metric.type() == JobMetric.Type.HISTOGRAM;
      assertThat(exposition.labels().get(name)).as(name).containsAll(metric.labels());
      assertThat(exposition.types()).containsEntry(name, isHistogram ? "summary" : "gauge");
    }
  }

  @Test
  void areNoOthersThanThoseOfThePageBesideFlinksOwn() throws IllegalAccessException {
    Set<String> unknown = new TreeSet<>();
    Set<String> known = names(MetricsPageTest.declared());
    for (String name : reported(known).types().keySet()) {
      if (name.startsWith(OPERATOR) && !known.contains(name)) {
        unknown.add(name.substring(OPERATOR.length()));
      }
    }
    unknown.removeIf(OF_OTHERS.asMatchPredicate());
    unknown.removeAll(flinksOwn());

    assertThat(unknown).isEmpty();
  }

  private static List<String> flinksOwn() throws IllegalAccessException {
    List<String> names = new ArrayList<>();
    for (Field field : MetricNames.class.getFields()) {
      if (field.getType() == String.class) {
        names.add((String) field.get(null));
      }
    }
    return names;
  }

  @Test
  void includeThoseOfFlinkThatThePageTellsOf() {
    Set<String> names = names(MetricsPage.declaredIn(FlinkMetrics.class));

    assertThat(reported(names).labels().keySet()).containsAll(names);
  }

  @Test
  void areAllThatRulesAndPanelsLookAt() throws Exception {
    Map<String, String> expressions = Monitoring.expressions();
    Set<String> names = new TreeSet<>();
    expressions.values().forEach(expression -> names.addAll(PromQl.of(expression).metrics()));
    Exposition exposition = reported(names);

    expressions.forEach(
        (where, expression) -> {
          PromQl read = PromQl.of(expression);
          Set<String> labels = new TreeSet<>();
          read.metrics().forEach(name -> labels.addAll(labels(exposition, name)));
          assertThat(read.metrics()).as(where).isNotEmpty();
          assertThat(labels).as(where).containsAll(read.labels());
        });
  }

  private static Set<String> labels(Exposition exposition, String name) {
    return exposition.labels().getOrDefault(name, Set.of());
  }

  @Test
  void countWhatBecomesOfEvents() {
    for (String job : stack.jobs()) {
      for (String name :
          List.of("topic_kind_read", "used", "duplicates", "late", "reason_rejected")) {
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  disturb();
                  return Exposition.scrape(METRICS).sum(OPERATOR + name, job);
                },
                count -> count > 0);
      }
    }
  }

  @Test
  void measureHowFreshBothJobsKeepRedis() {
    for (String job : Stack.JOBS) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> Exposition.scrape(METRICS).sum(OPERATOR + "freshness_arrivalMillis_count", job),
              count -> count > 0);
    }
  }

  @Test
  void judgeWhatUsersChoose() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Exposition.scrape(METRICS).sum(OPERATOR + "choices_found", RecommendationsJob.NAME),
            found -> found > 0);
  }
}
