package dev.freshet.scoring.model;

/**
 * What the choice model knows of an item at the moment of a choice.
 *
 * <p>Global signals are the same for every user and make up the pulse; personal ones are 0 for an
 * item the user has nothing to do with, so that a score splits into the two parts.
 */
public enum Signal {
  /** 1 for every item: against the outside option it tells how often a list is used at all. */
  CONSTANT(0, "constant"),
  POPULARITY_1H(1, "popularity-1h"),
  POPULARITY_1D(2, "popularity-1d"),
  POPULARITY_7D(3, "popularity-7d"),
  POPULARITY_30D(4, "popularity-30d"),
  POPULARITY_1Y(5, "popularity-1y"),
  /** Logarithm of the days since the item appeared. */
  AGE(6, "age"),
  /** Logarithm of the days since anybody interacted with the item. */
  RECENCY(7, "recency"),
  /** Co-occurrence with what the user did last. */
  SIMILAR(8, "similar"),
  /** Co-occurrence that keeps the direction: others did this item afterwards. */
  AFTER(9, "after"),
  /** How often others did this item directly after the user's last one. */
  NEXT(10, "next"),
  /** Match of the user's interests with the item's tags. */
  INTEREST(11, "interest"),
  /** Match of the item's vector with those of the items the user did. */
  VECTOR(12, "vector"),
  /**
   * The user interacted with the item before, the more recently the higher; 0 where seen items are
   * excluded.
   */
  REPEAT(13, "repeat"),
  /** Co-occurrence with what the user did over a long time. */
  LONG_TERM(14, "long-term"),
  /** How often others did this item directly after the user's last two. */
  PATH(15, "path"),
  /** What others did since the user acted, who had done the same before; see {@code Peers}. */
  PEERS(16, "peers");

  private static final Signal[] ALL = values();

  /** How many signals there are. */
  public static final int COUNT = ALL.length;

  /** How many of them, the first ones, are global. */
  public static final int GLOBALS = SIMILAR.index;

  /** How many of them, the last ones, are personal. */
  public static final int PERSONALS = COUNT - GLOBALS;

  /** Keeps a logarithm finite where a signal is absent. */
  public static final double EPSILON = 1e-3;

  private static final double LOG_EPSILON = FastLog.of(EPSILON);

  private final int index;
  private final String label;

  Signal(int index, String label) {
    this.index = index;
    this.label = label;
  }

  /** The signal's index in every array of signals or weights; part of saved models. */
  public int index() {
    return index;
  }

  /** The name under which the signal's weight is published and set. */
  public String label() {
    return label;
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
