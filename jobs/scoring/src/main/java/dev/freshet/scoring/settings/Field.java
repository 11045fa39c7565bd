package dev.freshet.scoring.settings;

import java.util.regex.Pattern;

/** Checks of what people define, such as rules. What they refuse, they name by its field. */
public final class Field {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final int LONGEST_NAME = 64;

  private Field() {}

  /**
   * Refuses what cannot name something in keys and metrics.
   *
   * @throws IllegalArgumentException telling what names look like
   */
  public static void requireName(String field, String name) {
    require(
        name.length() <= LONGEST_NAME && NAME.matcher(name).matches(),
        "%s: must be lower-case words and digits with hyphens between them, at most %d characters,"
                .formatted(field, LONGEST_NAME)
            + " was '"
            + name
            + "'");
  }

  /**
   * Refuses a definition that breaks a rule.
   *
   * @param otherwise the field, and what it must be
   * @throws IllegalArgumentException saying so
   */
  public static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
