package dev.freshet.scoring.engagement;

/** A condition of a rule or of an audience, made of its text by somebody else. */
@FunctionalInterface
public interface Condition {

  /** Everything meets it. */
  Condition ALWAYS = moment -> true;

  /**
   * Whether a moment meets it.
   *
   * @throws ConditionException if that cannot be told
   */
  boolean holds(Moment moment);
}
