package dev.freshet.scoring.stickiness;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A user whose days are told in a test. */
final class Learner {

  /** A Monday. */
  static final int MONDAY = day(LocalDate.of(2026, 3, 2));

  static final ZoneId UTC = ZoneOffset.UTC;

  private final ActivityDays days = new ActivityDays();
  private int items;

  static int day(LocalDate date) {
    return (int) date.toEpochDay();
  }

  /** Noon of a day, UTC. */
  static long noon(int day) {
    return LocalDate.ofEpochDay(day).atTime(12, 0).toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  static Interaction click(String item, long atMillis) {
    return Interaction.click(item + atMillis, "ada", item, atMillis);
  }

  static Interaction deed(InteractionKind kind, String item, long atMillis) {
    return Interaction.of(kind.name() + item + atMillis, "ada", item, atMillis, kind);
  }

  static Interaction study(String item, long atMillis, double seconds, boolean completed) {
    return new Interaction(
        "study" + item + atMillis,
        "ada",
        item,
        atMillis,
        InteractionKind.STUDY,
        seconds,
        Double.NaN,
        completed,
        Double.NaN);
  }

  /** Clicks an item not seen before on each of these days. */
  Learner clicks(int... onDays) {
    for (int day : onDays) {
      days.add(click("item" + items++, noon(day)), UTC);
    }
    return this;
  }

  /** Clicks an item not seen before on each day from the first to the last. */
  Learner clicksDaily(int first, int last) {
    for (int day = first; day <= last; day++) {
      clicks(day);
    }
    return this;
  }

  Learner does(Interaction... interactions) {
    for (Interaction interaction : interactions) {
      days.add(interaction, UTC);
    }
    return this;
  }

  ActivityDays days() {
    return days;
  }
}
