package dev.freshet.runtime.record;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.time.Clock;

/** What an event or an item must be like to be used. */
final class EventRules {

  private static final double LOWEST_RATING = 1.0;
  private static final double HIGHEST_RATING = 10.0;

  private final EventSettings settings;
  private final Clock clock;

  /**
   * @param clock what events may not be too far ahead of
   */
  EventRules(EventSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  void check(Interaction interaction) throws RejectedException {
    checkId(RejectionReason.EMPTY_ID, "id", interaction.id());
    checkId(RejectionReason.EMPTY_USER, "user", interaction.user());
    checkId(RejectionReason.EMPTY_ITEM, "item", interaction.item());
    checkTime(interaction.atMillis());
    if (interaction.studySeconds() < 0) {
      throw new RejectedException(
          RejectionReason.NEGATIVE_DURATION,
          "durationMillis is " + Math.round(interaction.studySeconds() * 1000));
    }
    checkRange(RejectionReason.WRONG_PROGRESS, "progress", interaction.progress(), 0.0, 1.0);
    checkRange(
        RejectionReason.WRONG_RATING,
        "rating",
        interaction.rating(),
        LOWEST_RATING,
        HIGHEST_RATING);
  }

  void check(CatalogueItem item) throws RejectedException {
    checkId(RejectionReason.EMPTY_ITEM, "item", item.item());
  }

  private void checkId(RejectionReason ifEmpty, String field, String id) throws RejectedException {
    if (id.isBlank()) {
      throw new RejectedException(ifEmpty, field + " is empty");
    }
    if (id.length() > settings.maxIdLength()) {
      throw new RejectedException(
          RejectionReason.LONG_ID,
          field
              + " has "
              + id.length()
              + " characters, more than events.max-id-length = "
              + settings.maxIdLength());
    }
    if (id.chars().anyMatch(Character::isISOControl)) {
      throw new RejectedException(
          RejectionReason.WRONG_ID, field + " has a line break or another control character");
    }
  }

  private void checkTime(long atMillis) throws RejectedException {
    long now = clock.millis();
    if (atMillis > now + settings.maxFuture().toMillis()) {
      throw new RejectedException(
          RejectionReason.FUTURE, "occurredAt is " + (atMillis - now) + " ms ahead of the clock");
    }
    if (atMillis < 0) {
      throw new RejectedException(
          RejectionReason.TOO_OLD, "occurredAt is before 1970: " + atMillis + " ms");
    }
    if (!settings.maxAge().isZero() && atMillis < now - settings.maxAge().toMillis()) {
      throw new RejectedException(
          RejectionReason.TOO_OLD,
          "occurredAt is " + (now - atMillis) + " ms ago, more than events.max-age");
    }
  }

  /** Not a number means not given, which is allowed: a record that carries NaN says no more. */
  private static void checkRange(
      RejectionReason ifOutside, String field, double value, double least, double most)
      throws RejectedException {
    if (value < least || value > most) {
      throw new RejectedException(
          ifOutside, field + " is " + value + ", not from " + least + " to " + most);
    }
  }
}
