package dev.freshet.effect;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.experiment.Contrast;
import dev.freshet.scoring.experiment.DayCounts;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.Guardrail;
import dev.freshet.scoring.experiment.ItemCounts;
import dev.freshet.scoring.experiment.ItemSums;
import dev.freshet.scoring.experiment.Metric;
import dev.freshet.scoring.experiment.ReasonCounts;
import dev.freshet.scoring.experiment.ReasonKind;
import dev.freshet.scoring.experiment.Standings;
import dev.freshet.scoring.experiment.Variant;
import dev.freshet.scoring.experiment.Verdict;
import dev.freshet.scoring.experiment.ViewSums;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes what lists bring about as the contract in {@code schemas} has it. */
final class EffectDocuments {

  private static final double MINUTE_SECONDS = 60.0;

  private final RedisKeys keys;
  private final long ttlMillis;

  EffectDocuments(EffectSettings settings) {
    keys = settings.keys();
    ttlMillis = settings.resultsTtl().toMillis();
  }

  /** The document of a placement or an experiment. */
  RedisWrite of(Finding finding) {
    Experiment experiment = finding.experiment();
    Verdict verdict = finding.verdict();
    return experiment == null || verdict == null
        ? placement(finding)
        : experiment(experiment, verdict, finding);
  }

  private RedisWrite placement(Finding finding) {
    String placement = finding.names().get(0);
    String json =
        start(finding.asOfMillis())
            + ",\"placement\":%s,%s}".formatted(Json.text(placement), counts(finding, 0));
    return RedisWrite.set(keys.effect(placement), json, ttlMillis);
  }

  /** The write function reads the version and asOf at their places. */
  private static String start(long asOfMillis) {
    return "{\"v\":%d,\"asOf\":%d".formatted(RedisKeys.DOCUMENT_VERSION, asOfMillis);
  }

  private static String counts(Finding finding, int number) {
    ViewSums sums = finding.sums().get(number);
    ItemSums items = finding.items().get(number);
    long users = sums.of(Metric.LISTS).users();
    return "\"users\":%d,\"programs\":%d,\"lists\":%d,\"clicks\":%d,\"ctr\":%s"
            .formatted(
                users,
                sums.programs(),
                sums.of(Metric.LISTS).part(),
                sums.of(Metric.CTR).part(),
                Json.number(sums.of(Metric.CTR).ratio()))
        + ",\"studyMinutes\":%s,\"completions\":%d,\"likes\":%d,\"purchases\":%d,\"conversion\":%s"
            .formatted(
                Json.number(sums.of(Metric.STUDY).part() / MINUTE_SECONDS),
                sums.of(Metric.COMPLETIONS).part(),
                sums.of(Metric.LIKES).part(),
                sums.of(Metric.PURCHASES).part(),
                Json.number(sums.of(Metric.CONVERSION).ratio()))
        + ",\"followed28\":%d,\"return28\":%s"
            .formatted(
                sums.of(Metric.RETURN_28).users(), Json.number(sums.of(Metric.RETURN_28).ratio()))
        + ",\"catalogue\":%d,\"shown\":%d%s"
            .formatted(items.catalogued(), sums.shown(), items(items, items.all()))
        + sums.reasons().entrySet().stream()
            .map(each -> reason(each.getKey(), each.getValue()))
            .collect(Collectors.joining(",", ",\"reasons\":[", "]"))
        + sums.days().entrySet().stream()
            .map(each -> day(each.getKey(), each.getValue(), items))
            .collect(Collectors.joining(",", ",\"days\":[", "]"));
  }

  private static String reason(ReasonKind kind, ReasonCounts counts) {
    return "{\"kind\":\"%s\",\"shown\":%d,\"clicks\":%d,\"clickRate\":%s"
            .formatted(
                kind.label(), counts.shown(), counts.clicks(), Json.number(counts.clickRate()))
        + ",\"studyMinutes\":%s,\"completions\":%d,\"likes\":%d,\"purchases\":%d}"
            .formatted(
                Json.number(counts.seconds() / MINUTE_SECONDS),
                counts.completions(),
                counts.likes(),
                counts.purchases());
  }

  private static String items(ItemSums items, ItemCounts counts) {
    return ",\"items\":%d,\"coverage\":%s,\"newShare\":%s"
        .formatted(
            counts.distinct(),
            Json.number(items.coverage(counts)),
            Json.number(items.newShare(counts)));
  }

  private static String day(long day, DayCounts counts, ItemSums items) {
    return "{\"day\":\"%s\",\"users\":%d,\"lists\":%d,\"clicks\":%d,\"ctr\":%s"
            .formatted(
                LocalDate.ofEpochDay(day),
                counts.users(),
                counts.lists(),
                counts.clicks(),
                Json.number((double) counts.clicks() / counts.lists()))
        + ",\"studyMinutes\":%s,\"completions\":%d,\"likes\":%d,\"purchases\":%d%s}"
            .formatted(
                Json.number(counts.seconds() / MINUTE_SECONDS),
                counts.completions(),
                counts.likes(),
                counts.purchases(),
                items(items, items.of(day)));
  }

  private RedisWrite experiment(Experiment experiment, Verdict verdict, Finding finding) {
    String json =
        start(finding.asOfMillis())
            + ",\"experiment\":%s,\"from\":%d,\"until\":%d"
                .formatted(
                    Json.text(experiment.name()), experiment.fromMillis(), experiment.untilMillis())
            + ",\"verdict\":%s,\"variant\":%s,\"text\":%s"
                .formatted(
                    Json.text(verdict.kind().name().toLowerCase(Locale.ROOT)),
                    Json.text(verdict.variant()),
                    Json.text(verdict.text()))
            + ",\"primary\":%s,\"guardrails\":%s,\"tolerances\":%s"
                .formatted(
                    Json.text(experiment.primary().label()),
                    labels(experiment.guardrails().stream().map(Guardrail::metric).toList()),
                    tolerances(experiment))
            + ",\"confidence\":%s,\"variants\":[%s]}"
                .formatted(Json.number(Verdict.CONFIDENCE), variants(experiment, finding));
    return RedisWrite.set(keys.experiment(experiment.name()), json, ttlMillis);
  }

  private static String labels(List<Metric> metrics) {
    return metrics.stream()
        .map(metric -> Json.text(metric.label()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String tolerances(Experiment experiment) {
    return experiment.guardrails().stream()
        .map(guardrail -> Json.number(guardrail.tolerance()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String variants(Experiment experiment, Finding finding) {
    Standings standings = finding.standings();
    StringBuilder json = new StringBuilder();
    for (int number = 0; number < finding.sums().size(); number++) {
      Variant variant = experiment.variants().get(number);
      json.append(number == 0 ? "{" : ",{")
          .append(
              "\"name\":%s,\"share\":%s,"
                  .formatted(Json.text(variant.name()), Json.number(variant.share())))
          .append(counts(finding, number));
      if (number != experiment.control()) {
        json.append(",\"difference\":{")
            .append(differences(experiment, standings, number))
            .append("},\"hurts\":")
            .append(labels(Verdict.hurt(experiment, standings, number)));
      }
      json.append('}');
    }
    return json.toString();
  }

  /** By metric: by how much there is more than in the control, relative to it, and from..to. */
  private static String differences(Experiment experiment, Standings standings, int number) {
    return Metric.ALL.stream()
        .map(
            metric -> {
              Contrast contrast = Verdict.contrast(experiment, standings, number, metric);
              return "%s:{\"absolute\":%s,\"relative\":%s}"
                  .formatted(
                      Json.text(metric.label()),
                      Json.interval(
                          contrast.ours().value() - contrast.control().value(),
                          contrast.difference()),
                      Json.interval(contrast.lift(), contrast.relative()));
            })
        .collect(Collectors.joining(","));
  }
}
