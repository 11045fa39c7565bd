package dev.freshet.localstack.experiments;

import dev.freshet.localstack.rules.Fields;
import dev.freshet.localstack.rules.ProblemException;
import dev.freshet.localstack.rules.SourceText;
import dev.freshet.scoring.effect.NormalMixture;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.Guardrail;
import dev.freshet.scoring.experiment.Metric;
import dev.freshet.scoring.experiment.Parameters;
import dev.freshet.scoring.experiment.Variant;
import dev.freshet.scoring.model.Signal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one experiment as people write it. */
final class ExperimentYaml {

  private static final Set<String> EXPERIMENT =
      Set.of(
          "name",
          "placements",
          "salt",
          "holdout",
          "from",
          "until",
          "variants",
          "primary",
          "guardrails",
          "users");
  private static final Set<String> VARIANT =
      Set.of("name", "share", "weights", "tagShare", "exploration", "rules", "prefix");
  private static final Set<String> GUARDRAIL = Set.of("metric", "tolerance");
  private static final Set<String> SIGNALS =
      Arrays.stream(Signal.values()).map(Signal::label).collect(Collectors.toSet());
  private static final String METRICS =
      "one of " + Metric.ALL.stream().map(Metric::label).collect(Collectors.joining(", "));

  /** Of fewer in control and one variant together nothing will be said. */
  private static final long LEAST_USERS = 2 * NormalMixture.LEAST_USERS;

  private ExperimentYaml() {}

  static Fields fields(SourceText source, Node node) throws ProblemException {
    return new Fields(source, node, EXPERIMENT);
  }

  /**
   * The experiment of a mapping.
   *
   * @param now when it begins if that is not said
   * @param past what ends until then is refused
   * @throws ProblemException telling the first thing that is wrong
   */
  static Experiment read(Fields fields, Instant now, Instant past) throws ProblemException {
    String name = fields.required("name");
    List<Variant> variants = new ArrayList<>();
    for (Fields each : fields.each("variants", VARIANT)) {
      variants.add(variant(each));
    }
    List<Guardrail> guardrails = new ArrayList<>();
    for (Fields each : fields.each("guardrails", GUARDRAIL)) {
      guardrails.add(guardrail(each));
    }
    try {
      Experiment experiment =
          new Experiment(
              name,
              fields.texts("placements"),
              fields.has("salt") ? fields.text("salt") : name,
              fields.has("holdout") ? number(fields, "holdout") : 0.0,
              fields.has("from") ? moment(fields, "from") : now.toEpochMilli(),
              moment(fields, "until"),
              variants,
              metric(fields, "primary"),
              guardrails,
              fields.read("users", Long::parseLong, "a whole number"));
      requireEnough(experiment.plannedUsers());
      fields.requireNotOver(experiment.untilMillis(), past, "experiment");
      return experiment;
    } catch (IllegalArgumentException e) {
      throw fields.refused(e);
    }
  }

  private static void requireEnough(long users) {
    if (users < LEAST_USERS) {
      throw new IllegalArgumentException(
          "users: must be %d or more, was %d: of fewer than %d in a group nothing is said"
              .formatted(LEAST_USERS, users, NormalMixture.LEAST_USERS));
    }
  }

  private static Variant variant(Fields fields) throws ProblemException {
    Fields weights = fields.nested("weights", SIGNALS);
    try {
      return new Variant(
          fields.required("name"),
          number(fields, "share"),
          new Parameters(
              weights == null ? Map.of() : weights(weights),
              fields.has("tagShare") ? number(fields, "tagShare") : null,
              fields.has("exploration") ? number(fields, "exploration") : null,
              fields.has("rules") ? fields.read("rules", ExperimentYaml::isOn, "on or off") : null,
              fields.text("prefix")));
    } catch (IllegalArgumentException e) {
      throw fields.refused(e);
    }
  }

  private static Map<String, Double> weights(Fields fields) throws ProblemException {
    Map<String, Double> weights = new LinkedHashMap<>();
    for (String signal : SIGNALS) {
      if (fields.has(signal)) {
        weights.put(signal, number(fields, signal));
      }
    }
    return weights;
  }

  private static Guardrail guardrail(Fields fields) throws ProblemException {
    try {
      return new Guardrail(
          metric(fields, "metric"), fields.has("tolerance") ? number(fields, "tolerance") : 0.0);
    } catch (IllegalArgumentException e) {
      throw fields.refused(e);
    }
  }

  private static boolean isOn(String text) {
    if (!text.equals("on") && !text.equals("off")) {
      throw new IllegalArgumentException(text);
    }
    return text.equals("on");
  }

  private static Metric metric(Fields fields, String name) throws ProblemException {
    return fields.read(name, Metric::of, METRICS);
  }

  private static Double number(Fields fields, String name) throws ProblemException {
    return fields.read(name, Double::valueOf, "a number");
  }

  private static long moment(Fields fields, String name) throws ProblemException {
    return fields
        .read(name, OffsetDateTime::parse, "a moment such as 2026-12-01T00:00:00+08:00")
        .toInstant()
        .toEpochMilli();
  }
}
