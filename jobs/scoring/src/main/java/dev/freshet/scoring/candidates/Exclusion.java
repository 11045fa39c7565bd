package dev.freshet.scoring.candidates;

/** Which items a user has seen stay out of lists. */
public enum Exclusion {
  TOUCHED,
  COMPLETED,
  NOTHING
}
