package dev.freshet.scoring;

import dev.freshet.scoring.RecommenderSettings.Exclusion;

/** Settings that differ from the defaults in what a test is about. */
final class Some {

  private static final RecommenderSettings DEFAULTS = RecommenderSettings.defaults();

  private int candidates = DEFAULTS.candidates();
  private int seen = DEFAULTS.seen();
  private int pulse = DEFAULTS.pulse();
  private int strongestTags = DEFAULTS.strongestTags();
  private Exclusion exclude = DEFAULTS.exclude();
  private double tagShare = DEFAULTS.tagShare();
  private boolean frozen = DEFAULTS.frozen();

  private Some() {}

  static Some settings() {
    return new Some();
  }

  Some candidates(int value) {
    candidates = value;
    return this;
  }

  Some seen(int value) {
    seen = value;
    return this;
  }

  Some pulse(int value) {
    pulse = value;
    return this;
  }

  Some strongestTags(int value) {
    strongestTags = value;
    return this;
  }

  Some exclude(Exclusion value) {
    exclude = value;
    return this;
  }

  Some tagShare(double value) {
    tagShare = value;
    return this;
  }

  Some frozen() {
    frozen = true;
    return this;
  }

  RecommenderSettings build() {
    return new RecommenderSettings(
        DEFAULTS.pairGains(),
        DEFAULTS.history(),
        DEFAULTS.coOccurrence(),
        DEFAULTS.neighbours(),
        DEFAULTS.perItem(),
        candidates,
        DEFAULTS.decay(),
        DEFAULTS.longTermDecay(),
        DEFAULTS.popularity(),
        DEFAULTS.interest(),
        DEFAULTS.interests(),
        pulse,
        strongestTags,
        DEFAULTS.itemsPerTag(),
        seen,
        exclude,
        tagShare,
        DEFAULTS.updateMillis(),
        DEFAULTS.learningRate(),
        DEFAULTS.clip(),
        frozen,
        DEFAULTS.seed());
  }
}
