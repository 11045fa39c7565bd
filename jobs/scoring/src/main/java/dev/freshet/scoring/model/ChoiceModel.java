package dev.freshet.scoring.model;

import dev.freshet.scoring.codec.Layout;
import java.util.Arrays;

/**
 * The learned score: a conditional logit with an outside option (McFadden 1974).
 *
 * <p>{@code P(j | u) = e^{w·x_uj} / (1 + Σ_k e^{w·x_uk})}; the 1 stands for "none of these". Each
 * choice that really happened is one step of AdaGrad (Duchi, Hazan, Singer 2011) up the gradient of
 * its log-likelihood. Weights of personal signals are the sum of one shared by all users and one of
 * the user's bucket of history length, so that buckets with little data stay near the rest; those
 * of global signals the sum of one shared and one of the {@link Gap}. The personal signals as a
 * whole count by a factor of the gap, which is 1 for the shortest.
 */
public final class ChoiceModel {

  /** Histories of 1, 2–3, 4–7, 8–15, 16–31 and 32 or more items. */
  public static final int BUCKETS = 6;

  /** The index of a choice that is not among the alternatives. */
  public static final int OUTSIDE = -1;

  /** The layout of a snapshot, which is not among its numbers. */
  public static final Layout LAYOUT = Layout.of("choice model", 2).reading(1);

  private static final int GAP_WEIGHTS = Signal.COUNT + BUCKETS * Signal.PERSONALS;

  /** Where the logarithms of the factors are: a factor stays above 0. */
  private static final int FACTORS = GAP_WEIGHTS + Gap.COUNT * Signal.GLOBALS;

  /**
   * As if so much had been learned for a gap already: without it the first few choices after a gap
   * would decide what all users get after it.
   */
  private static final double CAUTION = 30.0;

  /** How many weights there are in all. */
  public static final int LENGTH = FACTORS + Gap.COUNT;

  /** How many numbers a snapshot had before lists shown counted. */
  private static final int NUMBERS = 2 * LENGTH + 2;

  private final double rate;
  private final double clip;
  private final double[] weights = new double[LENGTH];
  private final double[] squares = new double[LENGTH];
  private final ShownWeights shown;
  private long steps;
  private long clipped;

  /**
   * @param seed one weight a {@link Signal}, in their order
   * @param rate AdaGrad's step width, more than 0
   * @param clip largest length of a gradient; a longer one is shortened to it
   */
  public ChoiceModel(double[] seed, double rate, double clip) {
    if (seed.length != Signal.COUNT) {
      throw new IllegalArgumentException(
          "expected " + Signal.COUNT + " seed weights, one a signal, got " + seed.length);
    }
    System.arraycopy(seed, 0, weights, 0, seed.length);
    Arrays.fill(squares, GAP_WEIGHTS, LENGTH, CAUTION);
    this.rate = rate;
    this.clip = clip;
    shown = new ShownWeights(rate);
  }

  /** A model with the seed weights and step width of the settings. */
  public static ChoiceModel of(ModelSettings settings) {
    double[] seed = settings.seed().stream().mapToDouble(Double::doubleValue).toArray();
    return new ChoiceModel(seed, settings.learningRate(), settings.clip());
  }

  /** The weight of a signal that users of all buckets share. */
  public double weight(Signal signal) {
    return weights[signal.index()];
  }

  /** The bucket of users who did {@code items} items. */
  public static int bucket(int items) {
    int log2 = 31 - Integer.numberOfLeadingZeros(Math.max(1, items));
    return Math.min(BUCKETS - 1, log2);
  }

  /** The bucket's shortest history, such as {@code 4+}, for people to read. */
  public static String bucketLabel(int bucket) {
    return (1 << bucket) + "+";
  }

  /** The weight of a signal for users of a bucket. */
  public double weight(Signal signal, int bucket) {
    double shared = weights[signal.index()];
    return signal.isGlobal() ? shared : shared + weights[offset(bucket) + signal.index()];
  }

  /** The weight of a global signal after a {@link Gap}. */
  public double weightAfter(int gap, Signal signal) {
    return weights[signal.index()] + weights[gapOffset(gap) + signal.index()];
  }

  /** By how much the personal signals count after a {@link Gap}, above 0. */
  public double personalFactor(int gap) {
    return Math.exp(weights[FACTORS + gap]);
  }

  /** The weights of global signals by {@link Gap}, in the order of {@link Signal}. */
  public double[][] globals() {
    double[][] globals = new double[Gap.COUNT][Signal.GLOBALS];
    for (int gap = 0; gap < Gap.COUNT; gap++) {
      for (int i = 0; i < Signal.GLOBALS; i++) {
        globals[gap][i] = weights[i] + weights[gapOffset(gap) + i];
      }
    }
    return globals;
  }

  /**
   * The weights of all signals for users of a bucket after a {@link Gap}, in the order of {@link
   * Signal}.
   */
  public double[] weights(int bucket, int gap) {
    double[] all = Arrays.copyOf(weights, Signal.COUNT);
    double factor = personalFactor(gap);
    for (int i = 0; i < Signal.COUNT; i++) {
      all[i] =
          i < Signal.GLOBALS
              ? all[i] + weights[gapOffset(gap) + i]
              : factor * (all[i] + weights[offset(bucket) + i]);
    }
    return all;
  }

  /**
   * What is added to the score of an item that a user was shown and did not take, for the logarithm
   * of 1 + how often: 0 or less, so that nothing rises for having been shown.
   */
  public double fading() {
    return Math.min(0.0, shown.fading());
  }

  private static int gapOffset(int gap) {
    return GAP_WEIGHTS + gap * Signal.GLOBALS;
  }

  /** Where a bucket's weights begin, less the globals that it does not have. */
  private static int offset(int bucket) {
    return Signal.COUNT + bucket * Signal.PERSONALS - Signal.GLOBALS;
  }

  /** Choices learned from. */
  public long steps() {
    return steps;
  }

  /** Gradients that were shortened, or thrown away because they were no numbers. */
  public long clipped() {
    return clipped;
  }

  /**
   * The probability of each alternative; what is missing to 1 is the outside option.
   *
   * @param signals alternative by alternative, {@link Signal#COUNT} numbers each
   * @param alternatives how many
   * @param bucket the user's {@link #bucket}
   * @param gap how long the user has been away
   */
  public double[] probabilities(double[] signals, int alternatives, int bucket, int gap) {
    return Logit.probabilities(Logit.utilities(signals, alternatives, weights(bucket, gap)));
  }

  /**
   * Learns from one choice.
   *
   * @param signals alternative by alternative, {@link Signal#COUNT} numbers each
   * @param alternatives how many
   * @param chosen the index of the alternative that was chosen, or {@link #OUTSIDE}
   * @param bucket the user's {@link #bucket}
   * @param gap how long the user had been away
   * @param weight how many choices this one stands for, 1 or more
   * @return the {@link #probabilities} of the alternatives before
   */
  public double[] learn(
      double[] signals, int alternatives, int chosen, int bucket, int gap, double weight) {
    double[] w = weights(bucket, gap);
    double[] p = Logit.probabilities(Logit.utilities(signals, alternatives, w));
    step(Logit.gradient(signals, Logit.surprises(p, chosen, weight)), w, bucket, gap);
    return p;
  }

  /**
   * Learns from what became of a list that was shown: {@link #learn} with the places and what fades
   * among the signals, given how appealing the items have turned out to be.
   *
   * @param appeals what is added to the utility of each alternative, and not learned here
   * @param chosen the index of the alternative that was taken, or {@link #OUTSIDE} if none was
   * @param all whether all weights are learned, or only those of places and of fading
   * @return the probability of each alternative before, had none any appeal of its own
   */
  public double[] learnShown(
      ShownAlternatives alternatives,
      double[] appeals,
      int chosen,
      int bucket,
      int gap,
      double weight,
      boolean all) {
    double[] w = weights(bucket, gap);
    double[] utilities = Logit.utilities(alternatives.signals(), alternatives.size(), w);
    for (int j = 0; j < utilities.length; j++) {
      utilities[j] += shown.utility(alternatives.places()[j], alternatives.fading()[j]);
    }
    double[] foreseen = Logit.probabilities(utilities.clone());
    for (int j = 0; j < utilities.length; j++) {
      utilities[j] += appeals[j];
    }
    double[] surprises = Logit.surprises(Logit.probabilities(utilities), chosen, weight);
    shown.step(alternatives.places(), alternatives.fading(), surprises);
    if (all) {
      step(Logit.gradient(alternatives.signals(), surprises), w, bucket, gap);
    }
    return foreseen;
  }

  private void step(double[] gradient, double[] w, int bucket, int gap) {
    double length = 0.0;
    for (double g : gradient) {
      length += g * g;
    }
    length = Math.sqrt(length);
    if (!Double.isFinite(length)) {
      clipped++;
      return;
    }
    double scale = 1.0;
    if (length > clip) {
      clipped++;
      scale = clip / length;
    }
    double factor = personalFactor(gap);
    double ofFactor = 0.0;
    for (int i = 0; i < Signal.COUNT; i++) {
      boolean isGlobal = i < Signal.GLOBALS;
      double slope = scale * (isGlobal ? 1.0 : factor) * gradient[i];
      move(i, slope);
      move((isGlobal ? gapOffset(gap) : offset(bucket)) + i, slope);
      ofFactor += isGlobal ? 0.0 : scale * w[i] * gradient[i];
    }
    if (gap != Gap.NONE) {
      move(FACTORS + gap, ofFactor);
    }
    steps++;
  }

  private void move(int index, double gradient) {
    if (gradient != 0.0) {
      squares[index] += gradient * gradient;
      weights[index] += rate * gradient / Math.sqrt(squares[index]);
    }
  }

  /** The model's numbers: weights, squared gradients, steps, clipped; then those of lists shown. */
  public double[] snapshot() {
    double[] all = new double[NUMBERS + 2 * ShownWeights.LENGTH];
    System.arraycopy(weights, 0, all, 0, LENGTH);
    System.arraycopy(squares, 0, all, LENGTH, LENGTH);
    all[2 * LENGTH] = steps;
    all[2 * LENGTH + 1] = clipped;
    shown.write(all, NUMBERS);
    return all;
  }

  /** Continues from what {@link #snapshot} gave, in this release or before lists shown counted. */
  public void restore(double[] snapshot) {
    if (snapshot.length != NUMBERS && snapshot.length != NUMBERS + 2 * ShownWeights.LENGTH) {
      throw new IllegalStateException(
          "a snapshot of the choice model has "
              + (NUMBERS + 2 * ShownWeights.LENGTH)
              + " numbers in this release, this one has "
              + snapshot.length);
    }
    System.arraycopy(snapshot, 0, weights, 0, LENGTH);
    System.arraycopy(snapshot, LENGTH, squares, 0, LENGTH);
    steps = (long) snapshot[2 * LENGTH];
    clipped = (long) snapshot[2 * LENGTH + 1];
    shown.read(snapshot, NUMBERS);
  }
}
