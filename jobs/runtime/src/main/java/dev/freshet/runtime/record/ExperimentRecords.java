package dev.freshet.runtime.record;

import dev.freshet.schemas.ExperimentGuardrail;
import dev.freshet.schemas.ExperimentVariant;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.Guardrail;
import dev.freshet.scoring.experiment.Metric;
import dev.freshet.scoring.experiment.Parameters;
import dev.freshet.scoring.experiment.Variant;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Experiments as records of their topic, and back. */
public final class ExperimentRecords {

  private ExperimentRecords() {}

  /**
   * The experiment that a record tells of.
   *
   * @throws IllegalArgumentException telling what is wrong with it
   */
  public static Experiment experiment(dev.freshet.schemas.Experiment read) {
    return new Experiment(
        read.getName(),
        read.getPlacements(),
        read.getSalt().isEmpty() ? read.getName() : read.getSalt(),
        read.getHoldout(),
        read.getFrom().toEpochMilli(),
        read.getUntil().toEpochMilli(),
        read.getVariants().stream().map(ExperimentRecords::variant).toList(),
        Metric.of(read.getPrimary()),
        read.getGuardrails().stream()
            .map(each -> new Guardrail(Metric.of(each.getMetric()), each.getTolerance()))
            .toList(),
        read.getUsers());
  }

  private static Variant variant(ExperimentVariant read) {
    String prefix = read.getPrefix();
    return new Variant(
        read.getName(),
        read.getShare(),
        new Parameters(
            Map.copyOf(read.getWeights()),
            read.getTagShare(),
            read.getExploration(),
            read.getRules(),
            prefix == null ? "" : prefix));
  }

  /** The record of an experiment. */
  public static dev.freshet.schemas.Experiment record(Experiment experiment) {
    return new dev.freshet.schemas.Experiment(
        experiment.name(),
        experiment.placements(),
        experiment.salt(),
        experiment.holdout(),
        Instant.ofEpochMilli(experiment.fromMillis()),
        Instant.ofEpochMilli(experiment.untilMillis()),
        experiment.variants().stream().map(ExperimentRecords::record).toList(),
        experiment.primary().label(),
        experiment.guardrails().stream()
            .map(each -> new ExperimentGuardrail(each.metric().label(), each.tolerance()))
            .toList(),
        experiment.plannedUsers());
  }

  private static ExperimentVariant record(Variant variant) {
    Parameters parameters = variant.parameters();
    return new ExperimentVariant(
        variant.name(),
        variant.share(),
        new TreeMap<>(parameters.weights()),
        parameters.tagShare(),
        parameters.exploration(),
        parameters.rules(),
        parameters.prefix().isEmpty() ? null : parameters.prefix());
  }
}
