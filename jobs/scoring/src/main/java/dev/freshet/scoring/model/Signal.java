package dev.freshet.scoring.model;

/**
 * What the choice model knows of an item at the moment of a choice.
 *
 * <p>Global signals are the same for every user and make up the pulse; personal ones are 0 for an
 * item the user has nothing to do with, so that a score splits into the two parts.
 */
public enum Signal {
  /** 1 for every item: against the outside option it tells how often a list is used at all. */
  CONSTANT(0, "constant", -6.0),
  POPULARITY_1H(1, "popularity-1h", 0.0),
  POPULARITY_1D(2, "popularity-1d", 0.2),
  POPULARITY_7D(3, "popularity-7d", 0.2),
  POPULARITY_30D(4, "popularity-30d", 0.2),
  POPULARITY_1Y(5, "popularity-1y", 0.0),
  /** Logarithm of the days since the item appeared. */
  AGE(6, "age", 0.0),
  /** Logarithm of the days since anybody interacted with the item. */
  RECENCY(7, "recency", 0.0),
  /** Co-occurrence with what the user did last. */
  SIMILAR(8, "similar", 0.5),
  /** Co-occurrence that keeps the direction: others did this item afterwards. */
  AFTER(9, "after", 0.2),
  /** How often others did this item directly after the user's last one. */
  NEXT(10, "next", 0.2),
  /** Match of the user's interests with the item's tags. */
  INTEREST(11, "interest", 0.3),
  /** Match of the item's vector with those of the items the user did. */
  VECTOR(12, "vector", 0.3),
  /**
   * The user interacted with the item before, the more recently the higher; 0 where seen items are
   * excluded.
   */
  REPEAT(13, "repeat", 0.3),
  /** Co-occurrence with what the user did over a long time. */
  LONG_TERM(14, "long-term", 0.0),
  /** How often others did this item directly after the user's last two. */
  PATH(15, "path", 0.2),
  /** What others did since the user acted, who had done the same before; see {@code Peers}. */
  PEERS(16, "peers", 0.2);

  private static final Signal[] ALL = values();

  /** How many signals there are. */
  public static final int COUNT = ALL.length;

  /** How many of them, the first ones, are global. */
  public static final int GLOBALS = SIMILAR.index;

  /** How many of them, the last ones, are personal. */
  public static final int PERSONALS = COUNT - GLOBALS;

  /** The index of the popularity of the shortest horizon; the others follow. */
  public static final int FIRST_HORIZON = POPULARITY_1H.index;

  /** How many horizons popularity has. */
  public static final int HORIZONS = AGE.index - FIRST_HORIZON;

  /** Keeps a logarithm finite where a signal is absent. */
  public static final double EPSILON = 1e-3;

  private static final double LOG_EPSILON = FastLog.of(EPSILON);

  private final int index;
  private final String label;
  private final double seed;

  Signal(int index, String label, double seed) {
    this.index = index;
    this.label = label;
    this.seed = seed;
  }

  /** The signal with an index. */
  public static Signal at(int index) {
    return ALL[index];
  }

  /** The signal's index in every array of signals or weights; part of saved models. */
  public int index() {
    return index;
  }

  /** The name under which the signal's weight is published and set. */
  public String label() {
    return label;
  }

  /** The signal's first weight, which was found to serve platforms of every kind. */
  double seed() {
    return seed;
  }

  /** Whether the signal is the same for every user. */
  public boolean isGlobal() {
    return index < GLOBALS;
  }

  /** The scale of a popularity, whose logarithm is given: {@code log(max(ε, value))}. */
  public static double popularity(double log) {
    return Math.max(LOG_EPSILON, log);
  }

  /** The scale of the other global signals: {@code log(ε + value)}. */
  public static double global(double value) {
    return FastLog.of(EPSILON + Math.max(0.0, value));
  }

  /** Where {@link #saturating} tends to: about what {@link #personal} gives for 1. */
  static final double MOST = 7.0;

  /** The scale of {@link #PEERS}, the same to the last digit wherever it is computed. */
  public static double saturating(double value) {
    return MOST * (value / (1 + value));
  }

  /** A personal signal's scale: {@code log(ε + value) − log(ε)}, 0 where the value is 0. */
  public static double personal(double value) {
    return FastLog.of(EPSILON + Math.max(0.0, value)) - LOG_EPSILON;
  }
}
