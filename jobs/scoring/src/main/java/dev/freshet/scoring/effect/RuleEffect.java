package dev.freshet.scoring.effect;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;

/** What a rule does to those whom it rewards: what becomes of them, and of those it holds out. */
public final class RuleEffect {

  public static final Layout LAYOUT = Layout.of("rule-effect", 1);

  /** How likely all intervals of an outcome are right, of all times. */
  public static final double CONFIDENCE = 0.95;

  private static final ConfidenceSequence INTERVALS = new ConfidenceSequence(CONFIDENCE);

  private Group rewarded = new Group();
  private Group heldOut = new Group();

  /** The share of users who are held out, as it was first: a later one must not choose rates. */
  private double holdout;

  private long asOfMillis = Long.MIN_VALUE;

  /** Enters what became known of a user. */
  public void enter(OutcomeChange change) {
    if (holdout == 0.0) {
      holdout = change.holdout();
    }
    asOfMillis = Math.max(asOfMillis, change.atMillis());
    (change.isHeldOut() ? heldOut : rewarded).enter(change);
  }

  public Group rewarded() {
    return rewarded;
  }

  public Group heldOut() {
    return heldOut;
  }

  /** Event time of what became known last, epoch milliseconds. */
  public long asOfMillis() {
    return asOfMillis;
  }

  /** Both groups side by side. */
  public Comparison compare(Outcome outcome) {
    Tally ours = rewarded.tally(outcome);
    Tally theirs = heldOut.tally(outcome);
    double unit = 1.0 / outcome.unit();
    return new Comparison(
        ours.mean() * unit,
        theirs.mean() * unit,
        INTERVALS.difference(ours, theirs, outcome.most(), holdout).times(unit));
  }

  /** What the rewards of a user cost who was followed for four weeks, on average; NaN of nobody. */
  public double costPerUser() {
    return Thousandths.toMoney(rewarded.cost()) / rewarded.tally(Outcome.RETURN_28).users();
  }

  /** All of it as bytes. */
  public byte[] serialize() {
    StateWriter out = new StateWriter(LAYOUT);
    out.number(asOfMillis);
    out.real(holdout);
    rewarded.write(out);
    heldOut.write(out);
    return out.bytes();
  }

  /** What {@link #serialize} wrote. */
  public static RuleEffect deserialize(byte[] bytes) {
    StateReader in = new StateReader(LAYOUT, bytes);
    RuleEffect effect = new RuleEffect();
    effect.asOfMillis = in.number();
    effect.holdout = in.real();
    effect.rewarded = Group.read(in);
    effect.heldOut = Group.read(in);
    return effect;
  }
}
