package dev.freshet.scoring.community;

/** What is known of a member at the moment a question is routed, each a number around 0 to 5. */
public enum RoutingSignal {
  /** Logarithm of 1 + answers, of which each counts half as much after three days. */
  ANSWERS_3D(0, "answers-3d", 0.4),
  /** The same with a half-life of fourteen days. */
  ANSWERS_14D(1, "answers-14d", 0.9),
  /** The same of remarks, with a half-life of seven days. */
  COMMENTS_7D(2, "comments-7d", 0.1),
  /** By how much more than others the member answers in the question's tags; may be below 0. */
  EXPERTISE(3, "expertise", 0.3),
  /** By how much more than others the member writes at this time of the day; may be below 0. */
  HOUR(4, "hour", 0.3),
  /** 1 for who wrote now, half of it for each hour since. */
  ACTIVE_1H(5, "active-1h", 0.6),
  /** The same by days. */
  ACTIVE_1D(6, "active-1d", 0.4),
  /** The same by weeks. */
  ACTIVE_7D(7, "active-7d", 1.0),
  /** Logarithm of 1 + what the member wrote in the thread. */
  THREAD(8, "thread", 0.8);

  /** How many signals there are. */
  public static final int COUNT = values().length;

  private final int index;
  private final String label;
  private final double seed;

  RoutingSignal(int index, String label, double seed) {
    this.index = index;
    this.label = label;
    this.seed = seed;
  }

  /** The signal's index in every array of signals or weights. */
  int index() {
    return index;
  }

  /** The name under which the signal's weight is shown. */
  public String label() {
    return label;
  }

  /** The weight to begin with. */
  double seed() {
    return seed;
  }
}
