package dev.freshet.effect;

import dev.freshet.schemas.EffectCounts;
import dev.freshet.schemas.EffectState;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.experiment.Metric;
import dev.freshet.scoring.experiment.Verdict;
import dev.freshet.scoring.experiment.ViewSums;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
      counts.add(counts(finding.names().get(each), finding.sums().get(each)));
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

  private static EffectCounts counts(String name, ViewSums sums) {
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
        sums.of(Metric.CONVERSION).part());
  }
}
