package dev.freshet.scoring.community;

/**
 * What is known of a member at the moment a question is routed, each a number around -8 to 5.
 *
 * <p>A weight to begin with is about the mean of what was learned on several forums, of which some
 * had a question a week and others fifty a day; one for questions that were just asked, one for
 * those that wait.
 */
public enum RoutingSignal {
  /** Logarithm of the member's share of all answers ever. */
  ANSWERS_EVER(0, "answers-ever", 0.5, 0.5),
  /** Logarithm of how much larger the share is where answers count half after sixty days. */
  ANSWERS_60D(1, "answers-60d", 0.25, 0.25),
  /** Logarithm of 1 + answers, of which each counts half as much after fourteen days. */
  ANSWERS_14D(2, "answers-14d", 0.8, 0.8),
  /** The same of remarks, with a half-life of thirty days. */
  COMMENTS_30D(3, "comments-30d", 0.15, 0.15),
  /** Logarithm of how much larger the share is in the question's tags; may be below 0. */
  EXPERTISE(4, "expertise", 0.2, 0.2),
  /** By how much more than others the member writes at this time of the day; may be below 0. */
  HOUR(5, "hour", 0.2, 0.7),
  /** Minus the logarithm of the hours since the member wrote, a quarter added. */
  AWAY(6, "away", 0.5, 0.5),
  /** Logarithm of 1 + questions asked, ever: who asks much answers less. */
  QUESTIONS(7, "questions", -0.2, -0.2),
  /** Logarithm of 1 + what the member wrote in the thread. */
  THREAD(8, "thread", 0.3, 0.3);

  /** How many signals there are. */
  public static final int COUNT = values().length;

  private final int index;
  private final String label;
  private final double seedOfNew;
  private final double seedOfWaiting;

  RoutingSignal(int index, String label, double seedOfNew, double seedOfWaiting) {
    this.index = index;
    this.label = label;
    this.seedOfNew = seedOfNew;
    this.seedOfWaiting = seedOfWaiting;
  }

  /** The signal's index in every array of signals or weights. */
  int index() {
    return index;
  }

  /** The name under which the signal's weight is shown. */
  public String label() {
    return label;
  }

  /** The weight to begin with for questions that were just asked. */
  double seedOfNew() {
    return seedOfNew;
  }

  /** The weight to begin with for questions that wait. */
  double seedOfWaiting() {
    return seedOfWaiting;
  }
}
