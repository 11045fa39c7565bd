package dev.freshet.localstack.command;

import java.util.function.Supplier;

/** Checks what a command was given; what is wrong ends it as a {@link UsageException}. */
public final class Usage {

  private Usage() {}

  /**
   * Refuses what does not meet a condition.
   *
   * @param message names the option and says what would be right
   */
  public static void require(boolean condition, String message) {
    if (!condition) {
      throw new UsageException(message);
    }
  }

  public static void atLeast(long least, String option, long value) {
    require(value >= least, option + " must be " + least + " or more, is " + value);
  }

  /** Refuses NaN, too. */
  public static void moreThanZero(String option, double value) {
    require(value > 0, option + " must be more than 0, is " + value);
  }

  /**
   * What options come to.
   *
   * @param settings fails with an {@link IllegalArgumentException} that names the key
   */
  public static <T> T checked(Supplier<T> settings) {
    try {
      return settings.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }
}
