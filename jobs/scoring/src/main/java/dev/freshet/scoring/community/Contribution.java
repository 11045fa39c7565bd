package dev.freshet.scoring.community;

import java.util.Arrays;

/** What somebody did who helps others, and what it is worth. */
public enum Contribution {
  /** Answered a question. */
  ANSWER(0, 1.0),
  /** Has an answer that was accepted. */
  ACCEPTED(1, 3.0),
  /** Has an answer that somebody liked. */
  LIKED(2, 0.5);

  /** How many there are. */
  static final int COUNT = values().length;

  private final int index;
  private final double points;

  Contribution(int index, double points) {
    this.index = index;
    this.points = points;
  }

  /** Its number, in state and in every array of them. */
  int index() {
    return index;
  }

  /** The one of this number. */
  static Contribution at(int index) {
    return Arrays.stream(values())
        .filter(contribution -> contribution.index == index)
        .findFirst()
        .orElseThrow();
  }

  /** Points at the moment when it happens; they fade. */
  public double points() {
    return points;
  }
}
