package dev.freshet.scoring.community;

import java.util.Arrays;

/**
 * A thread in which an item is being discussed.
 *
 * @param thread its id
 * @param heat posts, faded to the moment of the list
 * @param posts how many posts there are, ever
 * @param latestMillis when the newest one was written
 * @param state how far it is
 */
public record LiveThread(String thread, double heat, int posts, long latestMillis, State state) {

  /** How far a thread is; later ones win over earlier ones. */
  public enum State {
    /** Nobody has asked anything. */
    TALK(0, "talk"),
    /** Waits for an answer. */
    QUESTION(1, "question"),
    ANSWERED(2, "answered"),
    /** Has an answer that was accepted. */
    SOLVED(3, "solved");

    private final int index;
    private final String label;

    State(int index, String label) {
      this.index = index;
      this.label = label;
    }

    /** What a frontend can show as the reason. */
    public String label() {
      return label;
    }

    /** Its number in state. */
    int index() {
      return index;
    }

    /** The one of this number. */
    static State at(int index) {
      return Arrays.stream(values())
          .filter(state -> state.index == index)
          .findFirst()
          .orElseThrow();
    }

    State or(State other) {
      return compareTo(other) < 0 ? other : this;
    }
  }

  /** What a frontend can show: the label of the state. */
  public String reason() {
    return state.label();
  }
}
