package dev.freshet.scoring;

/**
 * Learns from choices, counts popularity, and takes the pulse: the one place that knows all items
 * and all weights.
 */
public final class Trainer {

  private final RecommenderSettings settings;
  private final ItemTable table;
  private final ChoiceModel model;
  private final Alternatives alternatives;
  private Pulse pulse = Pulse.EMPTY;
  private long latestMillis = Touch.NEVER;

  public Trainer(RecommenderSettings settings, ItemTable table) {
    this.settings = settings;
    this.table = table;
    double[] seed = settings.seed().stream().mapToDouble(Double::doubleValue).toArray();
    model = new ChoiceModel(seed, settings.learningRate(), settings.clip());
    alternatives = new Alternatives(settings, table);
  }

  public ChoiceModel model() {
    return model;
  }

  public ItemTable table() {
    return table;
  }

  /** The last pulse taken. */
  public Pulse pulse() {
    return pulse;
  }

  /** Whether so much event time has passed that a new pulse is due before anything else. */
  public boolean isDue(long atMillis) {
    return pulse.asOfMillis() == Touch.NEVER
        || atMillis - pulse.asOfMillis() >= settings.tickMillis();
  }

  /** Takes the pulse as of {@code nowMillis}, or as of the latest event if that is later. */
  public Pulse tick(long nowMillis) {
    latestMillis = Math.max(latestMillis, nowMillis);
    double[] weights = model.weights(0);
    table.advanceTo(latestMillis, weights, settings.itemsPerTag());
    pulse = Pulse.of(table, weights, settings.pulse());
    return pulse;
  }

  /** Learns from one interaction. */
  public void learn(Lesson lesson) {
    Shortlist before = lesson.before();
    if (before != null && !settings.frozen() && pulse.size() > 0) {
      alternatives.fill(before, pulse);
      if (alternatives.size() > 0) {
        model.learn(
            alternatives.signals(),
            alternatives.size(),
            alternatives.indexOf(Fingerprint.of(lesson.item())),
            ChoiceModel.bucket(before.done().length));
      }
    }
    table.touch(lesson.item(), lesson.atMillis(), lesson.strengthGain(), lesson.first());
    latestMillis = Math.max(latestMillis, lesson.atMillis());
  }
}
