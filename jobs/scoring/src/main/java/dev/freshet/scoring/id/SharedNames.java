package dev.freshet.scoring.id;

/**
 * Ids and tags that many users and items have in common, each held once instead of once for each.
 *
 * <p>Bounded: a name takes the place of another with the same hash, which is then held twice. Tasks
 * race for a place at most, and strings are immutable, so nothing is locked.
 */
public final class SharedNames {

  private static final String[] NAMES = new String[1 << 16];

  private SharedNames() {}

  /** An equal name, the same object for most callers. */
  public static String of(String name) {
    int hash = name.hashCode();
    int index = (hash ^ hash >>> 16) & (NAMES.length - 1);
    String held = NAMES[index];
    if (name.equals(held)) {
      return held;
    }
    NAMES[index] = name;
    return name;
  }
}
