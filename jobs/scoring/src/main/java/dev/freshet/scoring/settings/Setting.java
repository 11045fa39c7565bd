package dev.freshet.scoring.settings;

/** Checks of settings. What they refuse, they name by the option that an operator sets. */
public final class Setting {

  private Setting() {}

  /** A whole number of 1 or more. */
  public static void positive(String option, long value) {
    require(value > 0, option, value, "more than 0");
  }

  /** A whole number from 1 to {@code most}. */
  public static void positive(String option, int value, int most) {
    require(value > 0 && value <= most, option, value, "1 to " + most);
  }

  /** A finite number above 0. */
  public static void positive(String option, double value) {
    require(value > 0 && Double.isFinite(value), option, value, "more than 0");
  }

  /** A whole number of 0 or more. */
  public static void notNegative(String option, int value) {
    require(value >= 0, option, value, "0 or more");
  }

  /** A number from 0 to 1. */
  public static void share(String option, double value) {
    require(value >= 0 && value <= 1, option, value, "0 to 1");
  }

  /**
   * Refuses a value that breaks a rule.
   *
   * @throws IllegalArgumentException naming the option, the value and what was expected
   */
  public static void require(boolean rule, String option, Object value, String expected) {
    if (!rule) {
      throw new IllegalArgumentException(option + " is " + value + ", expected " + expected);
    }
  }
}
