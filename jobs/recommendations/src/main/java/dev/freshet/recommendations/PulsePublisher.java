package dev.freshet.recommendations;

import dev.freshet.runtime.metrics.Age;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.listrule.ServedRule;
import dev.freshet.scoring.pulse.Newcomers;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.pulse.TagPulse;
import dev.freshet.scoring.pulse.TagPulses;
import dev.freshet.scoring.training.Trainer;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes what belongs to no user and no item: the pulse and the weights when they are other than in
 * Redis, and the pulses of tags less often.
 */
final class PulsePublisher {

  private static final long MINUTE_MILLIS = 60_000;

  private final RecommendationsSettings settings;
  private final Trainer trainer;
  private final Consumer<RedisWrite> writes;
  private final RedisDocuments documents;
  private final Age age = new Age();
  private TagPulses tagPulses;

  /** What the pulse's document has for users who were away, as JSON. */
  private String away = "[]";

  private List<Experiment> experiments = List.of();
  private String experimentsText = "";
  private List<ScoredItem> newcomers = List.of();

  /** The pulses by the weights of variants, and what they have for users who were away. */
  private List<VariantPulse> pulses = List.of();

  private String rules = "";
  private long newcomersMinute = -1;
  private boolean isChanged;
  private boolean areTagsChanged;
  private long tagsWrittenMillis;
  private long nanos;

  PulsePublisher(RecommendationsSettings settings, Trainer trainer, Consumer<RedisWrite> writes) {
    this.settings = settings;
    this.trainer = trainer;
    this.writes = writes;
    documents = new RedisDocuments(settings);
    tagPulses = settings.tagPulses();
  }

  /** What is in Redis is no longer all that is known. */
  void change() {
    isChanged = true;
    areTagsChanged = true;
  }

  /** These experiments are what readers are to know from now on. */
  void tell(List<Experiment> now) {
    if (!now.equals(experiments)) {
      experiments = now;
      newcomersMinute = -1;
      experimentsText = ExperimentsDocument.experiments(now);
      newcomers = List.of();
      isChanged = true;
    }
  }

  /** These rules on lists are what readers are to know from now on, with these items. */
  void tellRules(List<ServedRule> now) {
    String document = RulesDocument.of(now);
    if (!document.equals(rules)) {
      rules = document;
      isChanged = true;
    }
  }

  /** An item is retired, which the pulse of a tag may have: those are not waited for. */
  void hurryTags() {
    tagsWrittenMillis = 0;
  }

  /** How long the last pulse took from its computation to its document. */
  double millis() {
    return nanos / 1e6;
  }

  /** How old what the pulse was written of last is by now. */
  Age age() {
    return age;
  }

  /**
   * Writes the pulse of an update, and what else is due.
   *
   * @param updateNanos how long the update took
   */
  void publish(long nowMillis, long updateNanos) {
    if (isChanged) {
      isChanged = false;
      long begun = System.nanoTime();
      away = RedisDocuments.away(trainer::pulse, trainer.table());
      pulses = ofVariants(List.of());
      lookForNewcomers(nowMillis);
      documents.weights(trainer.model(), trainer.latestMillis()).forEach(writes);
      writePulse(begun, updateNanos);
    }
    publishTags(nowMillis);
  }

  /**
   * Writes the pulse of an urgent update without waiting for the next; what it has for users who
   * have been away for minutes, and the weights, stay those of the last {@link #publish}.
   *
   * @param updateNanos how long the update took
   */
  void publishUrgent(long nowMillis, long updateNanos) {
    if (isChanged) {
      pulses = ofVariants(pulses);
      writePulse(System.nanoTime(), updateNanos);
    }
    publishTags(nowMillis);
  }

  private List<VariantPulse> ofVariants(List<VariantPulse> before) {
    return VariantPulse.of(trainer.weightings(), trainer::pulse, trainer.table(), before);
  }

  private void writePulse(long begun, long updateNanos) {
    List<RedisWrite> documentWrites =
        documents.pulse(
            trainer.pulse(),
            away,
            trainer.peers(),
            trainer.table(),
            new ExperimentsDocument(experimentsText, newcomers, pulses),
            rules);
    nanos = updateNanos + System.nanoTime() - begun;
    documentWrites.forEach(writes);
    age.since(trainer.pulse().asOfMillis());
  }

  /** Once a minute, as that looks at all items, and only where a variant explores. */
  private void lookForNewcomers(long nowMillis) {
    long minute = nowMillis / MINUTE_MILLIS;
    if (minute != newcomersMinute && experiments.stream().anyMatch(Experiment::explores)) {
      newcomersMinute = minute;
      newcomers = Newcomers.of(trainer.table(), trainer.pulse(), minute);
    }
  }

  private void publishTags(long nowMillis) {
    long interval = settings.tagPulseInterval().toMillis();
    if (areTagsChanged && interval > 0 && nowMillis - tagsWrittenMillis >= interval) {
      areTagsChanged = false;
      tagsWrittenMillis = nowMillis;
      writeTags(nowMillis);
    }
  }

  /** Each is written again before its key expires. */
  private void writeTags(long nowMillis) {
    Pulse pulse = trainer.pulse();
    long keepMillis = settings.keyTtl().toMillis() / 2;
    for (TagPulse tag : tagPulses.tell(trainer.table(), pulse, nowMillis, keepMillis)) {
      documents.pulse(tag, pulse.asOfMillis()).forEach(writes);
    }
  }

  /** Writes everything once more at the end of a log, the pulses of all tags included. */
  void end(long updateNanos) {
    publishAll(Long.MAX_VALUE, updateNanos);
  }

  /** Writes everything once more, the pulses of all tags included. */
  void publishAll(long nowMillis, long updateNanos) {
    change();
    tagsWrittenMillis = 0;
    tagPulses = settings.tagPulses();
    publish(nowMillis, updateNanos);
  }
}
