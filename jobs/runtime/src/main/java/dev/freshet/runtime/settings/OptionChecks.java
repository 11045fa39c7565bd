package dev.freshet.runtime.settings;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** Checks the values of options. An error names the option, its value and what it must be. */
public final class OptionChecks {

  private OptionChecks() {}

  /**
   * A text that has to be there.
   *
   * @throws IllegalArgumentException if it is missing or blank
   */
  public static String required(ConfigOption<String> option, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(option.key() + " is required but not set");
    }
    return value;
  }

  /**
   * Checks a whole number.
   *
   * @throws IllegalArgumentException if it is less than {@code least}
   */
  public static void atLeast(int least, ConfigOption<?> option, int value) {
    if (value < least) {
      throw wrong(option, value, "must be " + least + " or more");
    }
  }

  /**
   * Checks a duration.
   *
   * @throws IllegalArgumentException if it is shorter than {@code least}
   */
  public static void atLeast(Duration least, ConfigOption<Duration> option, Duration value) {
    if (value.compareTo(least) < 0) {
      throw wrong(option, value, "must be " + TimeUtils.formatWithHighestUnit(least) + " or more");
    }
  }

  /** Checks a duration that may be zero. */
  public static void notNegative(ConfigOption<Duration> option, Duration value) {
    if (value.isNegative()) {
      throw wrong(option, value, "must be 0 ms or more");
    }
  }

  /** Checks a duration that timers wait for: at least a millisecond. */
  public static void lasting(ConfigOption<Duration> option, Duration value) {
    atLeast(Duration.ofMillis(1), option, value);
  }

  /**
   * A size as a number of bytes.
   *
   * @throws IllegalArgumentException if an array of bytes cannot be that large
   */
  public static int bytes(ConfigOption<MemorySize> option, MemorySize size) {
    if (size.getBytes() < 1 || size.getBytes() > Integer.MAX_VALUE) {
      throw wrong(option, size, "must be 1 byte or more and less than 2 gb");
    }
    return (int) size.getBytes();
  }

  /** The error for a value that cannot be, with what it must be instead. */
  public static IllegalArgumentException wrong(
      ConfigOption<?> option, Object value, String complaint) {
    return new IllegalArgumentException(option.key() + " (now " + shown(value) + ") " + complaint);
  }

  private static Object shown(Object value) {
    return value instanceof Duration duration ? TimeUtils.formatWithHighestUnit(duration) : value;
  }
}
