package dev.freshet.localstack.dump;

/** What a key is for, and so in which sense two of its values are the same. */
public enum KeyClass {
  /** What a user is interested in. */
  INTEREST("interest:", Sense.CONTENT),
  /** What goes with an item. */
  SIMILAR("similar:", Sense.CONTENT),
  /** How many users are of each tier. */
  TIERS("stickiness:tiers", Sense.CONTENT),
  /** How the platform as a whole is doing. */
  PLATFORM("platform", Sense.CONTENT),
  /** How likely users are to stay. */
  STICKINESS("stickiness:", Sense.CONTENT),
  /** What users have earned. */
  ENGAGEMENT("engagement:", Sense.CONTENT),
  /** Who has earned most. */
  POINTS("points:top", Sense.CONTENT),
  /** Who has earned most in an activity. */
  ACTIVITY("activity:", Sense.CONTENT),
  /** Who is in an audience. */
  AUDIENCE("audience:", Sense.CONTENT),
  /** What a rule does. */
  RULE("rule:", Sense.CONTENT),
  /** A user's candidates. */
  REC("rec:", Sense.LIST),
  /** What is best for everybody, with one tag. */
  TAG_PULSE("pulse:", Sense.LIST),
  /** What is best for everybody. */
  PULSE("pulse", Sense.LIST),
  /** What the model has learned. */
  WEIGHTS("weights", Sense.MODEL),
  /** Nothing of this product. */
  FOREIGN("", Sense.FOREIGN);

  /** What decides whether two values are the same. */
  public enum Sense {
    /** The numbers: they follow from the events, whatever the order of their arrival. */
    CONTENT,
    /** The order of the first places: scores depend on the model, which depends on order. */
    LIST,
    /** Nothing: what was learned depends on order. */
    MODEL,
    /** It is not compared at all. */
    FOREIGN
  }

  private final String start;
  private final Sense sense;

  KeyClass(String start, Sense sense) {
    this.start = start;
    this.sense = sense;
  }

  /** The class of a key without prefix and hash tag. */
  public static KeyClass of(String key) {
    for (KeyClass each : values()) {
      boolean whole = !each.start.endsWith(":") && each != FOREIGN;
      if (whole ? key.equals(each.start) : key.startsWith(each.start)) {
        return each;
      }
    }
    throw new IllegalStateException("every key begins with nothing: " + key);
  }

  public Sense sense() {
    return sense;
  }

  /** The id in a key of this class: what follows its beginning. */
  public String id(String key) {
    return key.substring(start.length());
  }
}
