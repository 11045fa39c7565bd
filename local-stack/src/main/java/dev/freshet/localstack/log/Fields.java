package dev.freshet.localstack.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What single fields of a log may hold. */
final class Fields {

  private static final double WORST_RATING = 1.0;
  private static final double BEST_RATING = 10.0;

  private Fields() {}

  /** A finite number, or NaN for an empty field. */
  static double number(String column, String field) throws BadRowException {
    if (field.isEmpty()) {
      return Double.NaN;
    }
    try {
      double number = Double.parseDouble(field);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is not finite.
    }
    throw new BadRowException(column + " is not a number: " + field);
  }

  /** A rating of 1 to 10, or NaN for none. */
  static double rating(double rating) throws BadRowException {
    if (rating < WORST_RATING || rating > BEST_RATING) {
      throw new BadRowException("a rating must be 1 to 10, was " + rating);
    }
    return rating;
  }

  static boolean flag(String column, String field) throws BadRowException {
    return switch (field) {
      case "", "false", "0" -> false;
      case "true", "1" -> true;
      default -> throw new BadRowException(column + " must be true or false, was " + field);
    };
  }

  /** What is divided by {@code |}, in its order, without blanks around it. */
  static List<String> listed(String column, String field) throws BadRowException {
    List<String> listed = Arrays.stream(field.split("\\|", -1)).map(String::strip).toList();
    if (listed.contains("")) {
      throw new BadRowException(column + " lists an empty one: " + field);
    }
    return listed;
  }

  /**
   * What is told of each of several things, divided by {@code |}, without blanks around it; single
   * ones may be empty. None where the field is.
   */
  static List<String> ofEach(String column, String field, List<String> things)
      throws BadRowException {
    if (field.isEmpty()) {
      return List.of();
    }
    List<String> each = Arrays.stream(field.split("\\|", -1)).map(String::strip).toList();
    if (each.size() != things.size()) {
      throw new BadRowException(
          "%s has %d entries, not %d: %s".formatted(column, each.size(), things.size(), field));
    }
    return each;
  }

  /**
   * The chance of each of several things, divided by {@code |}, above 0 and 1 at most. None where
   * the field is empty.
   */
  static List<Double> chances(String column, String field, List<String> things)
      throws BadRowException {
    List<Double> chances = new ArrayList<>();
    for (String each : ofEach(column, field, things)) {
      double chance = number(column, each);
      if (!(chance > 0 && chance <= 1)) {
        throw new BadRowException(column + " must be above 0 and 1 at most, was " + field);
      }
      chances.add(chance);
    }
    return chances;
  }

  /** The variant by experiment, {@code experiment=variant} divided by {@code |}; may be empty. */
  static Map<String, String> variants(String column, String field) throws BadRowException {
    Map<String, String> variants = new HashMap<>();
    for (String each : tags(field)) {
      int equals = each.indexOf('=');
      if (equals < 1
          || variants.put(each.substring(0, equals), each.substring(equals + 1)) != null) {
        throw new BadRowException(
            column + " must be experiment=variant, each experiment once, was " + field);
      }
    }
    return variants;
  }

  /** Tags divided by {@code |}, without blanks around them and without repetitions. */
  static List<String> tags(String field) {
    return Arrays.stream(field.split("\\|", -1))
        .map(String::strip)
        .filter(tag -> !tag.isEmpty())
        .distinct()
        .toList();
  }
}
