package dev.freshet.engagement.condition;

import dev.freshet.scoring.audience.Turn;
import dev.freshet.scoring.engagement.Moment;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * A number of days of a user, which falls with a midnight, and stays when it has come to 0.
 *
 * @param days the number at a moment
 */
record Days(ToIntFunction<Moment> days) implements Turn {

  private static final Map<String, Turn> ALL =
      Map.of(
          "user.activeDays7", new Days(Moment::activeDays7),
          "user.activeDays28", new Days(Moment::activeDays28),
          "user.streak", new Days(Moment::streak));

  /** When a variable changes that counts days. */
  static Optional<Turn> of(String variable) {
    return Optional.ofNullable(ALL.get(variable));
  }

  @Override
  public long nextMillis(Moment moment) {
    return days.applyAsInt(moment) == 0 ? NEVER : moment.tomorrowMillis();
  }
}
