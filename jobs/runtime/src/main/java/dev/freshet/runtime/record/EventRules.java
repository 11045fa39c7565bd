package dev.freshet.runtime.record;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What an event, an exposure or an item must be like to be used. */
final class EventRules {

  private static final double LOWEST_RATING = 1.0;
  private static final double HIGHEST_RATING = 10.0;

  /** More is not shown at once; it bounds what one exposure costs. */
  private static final int MOST_SHOWN = 200;

  private static final int MOST_EXPERIMENTS = 50;
  private static final int LONGEST_NAME = 64;

  /** A kind and the id of a rule or an item, or a text that people read. */
  private static final int LONGEST_REASON = 512;

  private final EventSettings settings;
  private final IdRules ids;
  private final Clock clock;

  /**
   * @param ids what ids must be like
   * @param clock what events may not be too far ahead of
   */
  EventRules(EventSettings settings, IdRules ids, Clock clock) {
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
  }

  void check(Interaction interaction) throws RejectedException {
    ids.check(interaction);
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
    ids.check(item);
    checkTexts(item);
    checkPublished(item.publishedMillis());
  }

  void check(ListExposure exposure) throws RejectedException {
    if (exposure.items().isEmpty()) {
      throw new RejectedException(RejectionReason.EMPTY_ITEM, "items is empty");
    }
    checkSize("items", exposure.items().size(), MOST_SHOWN);
    checkSize("experiments", exposure.variants().size(), MOST_EXPERIMENTS);
    ids.check(exposure);
    checkTime(exposure.atMillis());
    checkLength("placement", exposure.placement(), LONGEST_NAME);
    for (Map.Entry<String, String> variant : exposure.variants().entrySet()) {
      checkLength("an experiment", variant.getKey(), LONGEST_NAME);
      checkLength("a variant", variant.getValue(), LONGEST_NAME);
    }
    checkReasons(exposure);
    checkChances(exposure);
  }

  private static void checkReasons(ListExposure exposure) throws RejectedException {
    checkOneOfEach(RejectionReason.WRONG_REASONS, "reasons", exposure.reasons(), exposure.items());
    for (String reason : exposure.reasons()) {
      checkLength("a reason", reason, LONGEST_REASON);
    }
  }

  private static void checkChances(ListExposure exposure) throws RejectedException {
    checkOneOfEach(RejectionReason.WRONG_CHANCES, "chances", exposure.chances(), exposure.items());
    for (double chance : exposure.chances()) {
      // What is not a number is not above 0 either.
      if (!(chance > 0 && chance <= 1)) {
        throw new RejectedException(
            RejectionReason.WRONG_CHANCES,
            "a chance is " + chance + ", not above 0 and 1 at most; leave chances out if unknown");
      }
    }
  }

  private static void checkOneOfEach(
      RejectionReason ifNot, String field, List<?> told, List<String> items)
      throws RejectedException {
    if (!told.isEmpty() && told.size() != items.size()) {
      throw new RejectedException(
          ifNot, "%s has %d entries, and items has %d".formatted(field, told.size(), items.size()));
    }
  }

  private static void checkSize(String field, int size, int most) throws RejectedException {
    if (size > most) {
      throw new RejectedException(
          RejectionReason.LONG_LIST,
          "%s has %d entries, more than %d".formatted(field, size, most));
    }
  }

  private void checkTexts(CatalogueItem item) throws RejectedException {
    CatalogueSettings limits = settings.catalogue();
    checkLength("title", item.title(), limits.maxTitleLength());
    checkLength("kind", item.kind(), limits.maxTagLength());
    checkLength("level", item.level(), limits.maxTagLength());
    checkLength("author", item.author(), limits.maxTagLength());
    if (item.tags().size() > limits.maxTags()) {
      throw new RejectedException(
          RejectionReason.TOO_MANY_TAGS,
          "there are %d tags, more than catalogue.max-tags = %d"
              .formatted(item.tags().size(), limits.maxTags()));
    }
    for (String tag : item.tags()) {
      checkLength("a tag", tag, limits.maxTagLength());
    }
  }

  private static void checkLength(String field, String text, int most) throws RejectedException {
    if (text.length() > most) {
      throw new RejectedException(
          RejectionReason.LONG_TEXT,
          "%s has %d characters, more than %d".formatted(field, text.length(), most));
    }
  }

  private void checkTime(long atMillis) throws RejectedException {
    long now = clock.millis();
    if (atMillis > latest(now)) {
      throw new RejectedException(
          RejectionReason.FUTURE,
          "occurredAt is %d ms ahead of the clock%s".formatted(atMillis - now, unit(atMillis)));
    }
    if (atMillis < settings.earliest().toEpochMilli()) {
      throw new RejectedException(
          RejectionReason.TOO_OLD,
          "occurredAt is %d ms after 1970, before events.earliest%s"
              .formatted(atMillis, unit(atMillis)));
    }
    if (!settings.maxAge().isZero() && atMillis < now - settings.maxAge().toMillis()) {
      throw new RejectedException(
          RejectionReason.TOO_OLD,
          "occurredAt is " + (now - atMillis) + " ms ago, more than events.max-age");
    }
  }

  /** Books are older than platforms, and courses are announced: only a wrong unit is refused. */
  private void checkPublished(long atMillis) throws RejectedException {
    String unit = unit(atMillis);
    if (!unit.isEmpty()) {
      throw new RejectedException(
          RejectionReason.WRONG_PUBLISHED,
          "published is %d ms after 1970%s".formatted(atMillis, unit));
    }
  }

  private String unit(long atMillis) {
    Instant latest = Instant.ofEpochMilli(latest(clock.millis()));
    return LikelyUnit.of(atMillis, settings.earliest(), latest)
        .map(": probably %s, not milliseconds"::formatted)
        .orElse("");
  }

  private long latest(long nowMillis) {
    return nowMillis + settings.maxFuture().toMillis();
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
