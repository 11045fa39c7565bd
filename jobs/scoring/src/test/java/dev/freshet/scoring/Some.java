package dev.freshet.scoring;

import dev.freshet.scoring.candidates.CandidateSettings;
import dev.freshet.scoring.candidates.Exclusion;
import dev.freshet.scoring.candidates.ExposureSettings;
import dev.freshet.scoring.model.ModelSettings;
import dev.freshet.scoring.pulse.PulseSettings;
import dev.freshet.scoring.ranking.ListSettings;
import dev.freshet.scoring.training.Directory;
import dev.freshet.scoring.training.Trainer;

/** Settings that differ from the defaults in what a test is about. */
public final class Some {

  private static final RecommenderSettings DEFAULTS = RecommenderSettings.defaults();

  private int candidates = DEFAULTS.candidates().size();
  private int seen = DEFAULTS.candidates().seen();
  private int pulse = DEFAULTS.pulse().size();
  private int strongestTags = DEFAULTS.lists().strongestTags();
  private Exclusion exclude = DEFAULTS.candidates().exclude();
  private double tagShare = DEFAULTS.lists().tagShare();
  private boolean frozen = DEFAULTS.model().frozen();

  private Some() {}

  public static Some settings() {
    return new Some();
  }

  public Some candidates(int value) {
    candidates = value;
    return this;
  }

  public Some seen(int value) {
    seen = value;
    return this;
  }

  public Some pulse(int value) {
    pulse = value;
    return this;
  }

  public Some strongestTags(int value) {
    strongestTags = value;
    return this;
  }

  public Some exclude(Exclusion value) {
    exclude = value;
    return this;
  }

  public Some tagShare(double value) {
    tagShare = value;
    return this;
  }

  public Some frozen() {
    frozen = true;
    return this;
  }

  public RecommenderSettings build() {
    CandidateSettings kept = DEFAULTS.candidates();
    ModelSettings learned = DEFAULTS.model();
    return new RecommenderSettings(
        DEFAULTS.history(),
        DEFAULTS.items(),
        new ListSettings(
            new CandidateSettings(
                candidates, kept.decay(), kept.longTermDecay(), kept.interest(), seen, exclude),
            DEFAULTS.lists().repeats(),
            strongestTags,
            DEFAULTS.lists().itemsPerTag(),
            tagShare),
        new PulseSettings(pulse),
        new ModelSettings(learned.learningRate(), learned.clip(), frozen, learned.seed()),
        ExposureSettings.defaults());
  }

  public static Trainer trainer(RecommenderSettings settings) {
    return new Trainer(settings.items(), settings.lists(), settings.pulse(), settings.model());
  }

  public static Directory directory(RecommenderSettings settings) {
    return new Directory(settings.items(), settings.lists(), settings.model());
  }
}
