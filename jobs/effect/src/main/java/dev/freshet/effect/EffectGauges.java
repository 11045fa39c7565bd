package dev.freshet.effect;

import dev.freshet.runtime.metrics.JobMetric;
import dev.freshet.scoring.experiment.Contrast;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.Metric;
import dev.freshet.scoring.experiment.Verdict;
import dev.freshet.scoring.experiment.ViewSums;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.MetricGroup;

/**
 * What is known of placements and experiments, as metrics. A task tells of the first so many that
 * it publishes: names come from outside, and a metric stays until the job begins anew. Another
 * thread reads them.
 */
final class EffectGauges {

  /** Of more placements and experiments together a task does not tell. */
  static final int MOST_SUBJECTS = 100;

  private final MetricGroup metrics;
  private final Set<String> subjects = new HashSet<>();
  private final Set<Series> shown = new HashSet<>();
  private final Map<Series, Double> numbers = new ConcurrentHashMap<>();

  /** One of a metric, by its labels. */
  private record Series(JobMetric metric, String subject, List<String> labels) {}

  EffectGauges(MetricGroup metrics) {
    this.metrics = metrics;
  }

  /** Hears of what is known of a placement or an experiment; nothing of what is no more. */
  void look(String subject, Optional<Finding> known) {
    if (known.isEmpty()) {
      numbers.keySet().removeIf(series -> series.subject().equals(subject));
    } else if (subjects.contains(subject) || subjects.size() < MOST_SUBJECTS) {
      subjects.add(subject);
      forgetVariantsBut(known.get().names(), subject);
      show(subject, known.get());
    }
  }

  /** An experiment that has not begun may get others. */
  private void forgetVariantsBut(List<String> names, String subject) {
    numbers
        .keySet()
        .removeIf(
            series ->
                series.subject().equals(subject)
                    && series.labels().size() > 1
                    && !names.contains(series.labels().get(1)));
  }

  private void show(String subject, Finding finding) {
    Experiment experiment = finding.experiment();
    Verdict verdict = finding.verdict();
    if (experiment == null || verdict == null) {
      String placement = finding.names().get(0);
      ViewSums sums = finding.sums().get(0);
      show(EffectMetrics.LISTS, (double) sums.of(Metric.LISTS).part(), subject, placement);
      show(EffectMetrics.USERS, (double) sums.of(Metric.LISTS).users(), subject, placement);
      show(EffectMetrics.CTR, sums.of(Metric.CTR).ratio(), subject, placement);
      return;
    }
    show(EffectMetrics.VERDICT, number(verdict.kind()), subject, experiment.name());
    for (int variant = 0; variant < finding.names().size(); variant++) {
      show(subject, experiment, finding, variant);
    }
  }

  private void show(String subject, Experiment experiment, Finding finding, int variant) {
    String[] labels = {experiment.name(), finding.names().get(variant)};
    ViewSums sums = finding.sums().get(variant);
    show(EffectMetrics.VARIANT_USERS, (double) sums.of(Metric.LISTS).users(), subject, labels);
    show(EffectMetrics.VALUE, sums.of(experiment.primary()).ratio(), subject, labels);
    if (variant != experiment.control()) {
      Contrast contrast =
          Verdict.contrast(experiment, finding.standings(), variant, experiment.primary());
      double seen = contrast.ours().value() - contrast.control().value();
      show(EffectMetrics.DIFFERENCE, seen, subject, labels);
      show(EffectMetrics.DIFFERENCE_FROM, contrast.difference().from(), subject, labels);
      show(EffectMetrics.DIFFERENCE_TO, contrast.difference().to(), subject, labels);
      int hurt = Verdict.hurt(experiment, finding.standings(), variant).size();
      show(EffectMetrics.HURT, hurt, subject, labels);
    }
  }

  private void show(JobMetric metric, double number, String subject, String... labels) {
    Series series = new Series(metric, subject, List.of(labels));
    numbers.put(series, number);
    if (shown.add(series)) {
      metric.show(metrics, () -> numbers.getOrDefault(series, Double.NaN), labels);
    }
  }

  private static int number(Verdict.Kind kind) {
    return switch (kind) {
      case OPEN -> 0;
      case BETTER -> 1;
      case HURTS -> 2;
      case WORSE -> 3;
      case BROKEN -> 4;
    };
  }
}
