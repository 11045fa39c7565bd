package dev.freshet.effect;

import dev.freshet.schemas.EffectCounts;
import dev.freshet.schemas.EffectReason;
import dev.freshet.schemas.EffectState;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.experiment.ItemSums;
import dev.freshet.scoring.experiment.Metric;
import dev.freshet.scoring.experiment.ReasonCounts;
import dev.freshet.scoring.experiment.ReasonKind;
import dev.freshet.scoring.experiment.Verdict;
import dev.freshet.scoring.experiment.ViewSums;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is told on the topic of effects.
 *
 * @param subject the placement or experiment, which is the key
 * @param record what is known of it
 */
public record EffectRecord(String subject, byte[] record) {

  /** What is known of a placement or experiment. */
  static EffectRecord of(String subject, Finding finding) {
    return new EffectRecord(subject, RecordEncoding.effects().encode(state(finding)));
  }

  private static EffectState state(Finding finding) {
    List<EffectCounts> counts = new ArrayList<>();
    for (int each = 0; each < finding.names().size(); each++) {
      counts.add(
          counts(finding.names().get(each), finding.sums().get(each), finding.items().get(each)));
    }
    Instant asOf = Instant.ofEpochMilli(finding.asOfMillis());
    Verdict verdict = finding.verdict();
    return finding.experiment() == null || verdict == null
        ? new EffectState(finding.names().get(0), "", asOf, "", "", "", counts)
        : new EffectState(
            "",
            finding.experiment().name(),
            asOf,
            verdict.kind().name().toLowerCase(Locale.ROOT),
            verdict.variant(),
            verdict.text(),
            counts);
  }

  private static EffectCounts counts(String name, ViewSums sums, ItemSums items) {
    return new EffectCounts(
        name,
        sums.of(Metric.LISTS).users(),
        sums.programs(),
        sums.of(Metric.LISTS).part(),
        sums.of(Metric.CTR).part(),
        sums.of(Metric.STUDY).part(),
        sums.of(Metric.COMPLETIONS).part(),
        sums.of(Metric.LIKES).part(),
        sums.of(Metric.PURCHASES).part(),
        sums.of(Metric.CONVERSION).part(),
        sums.reasons().entrySet().stream()
            .map(each -> reason(each.getKey(), each.getValue()))
            .toList(),
        sums.of(Metric.RETURN_28).users(),
        sums.of(Metric.RETURN_28).part(),
        items.all().distinct(),
        items.catalogued(),
        sums.shown(),
        number(items.newShare(items.all())));
  }

  private static @Nullable Double number(double number) {
    return Double.isNaN(number) ? null : number;
  }

  private static EffectReason reason(ReasonKind kind, ReasonCounts counts) {
    return new EffectReason(
        kind.label(),
        counts.shown(),
        counts.clicks(),
        counts.seconds(),
        counts.completions(),
        counts.likes(),
        counts.purchases());
  }
}
