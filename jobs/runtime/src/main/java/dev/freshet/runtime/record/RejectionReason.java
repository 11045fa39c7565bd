package dev.freshet.runtime.record;

import java.util.Locale;

/** Why a record or an event is not used. */
public enum RejectionReason {
  /**
   * The record has no value, or one of no bytes. On the topic of items no value deletes the item of
   * the record's key: there it is a record without key either.
   */
  EMPTY_RECORD,
  /** It is larger than {@code events.max-size}. */
  TOO_LARGE,
  /** Its bytes are not one whole record. */
  MALFORMED,
  /** It was written with a schema that is not known. */
  UNKNOWN_SCHEMA,
  /** The event has no id, or one that shows nothing. */
  EMPTY_ID,
  /** It has no user, or one that shows nothing. */
  EMPTY_USER,
  /** It, or the catalogue record, has no item, or one that shows nothing. */
  EMPTY_ITEM,
  /** One of its ids is longer than {@code events.max-id-length}. */
  LONG_ID,
  /** One of its ids has a control character, such as a line break. */
  WRONG_ID,
  /** One of its ids is what programs write where they have none, such as {@code undefined}. */
  PLACEHOLDER_ID,
  /** It is further ahead of the clock than {@code events.max-future}. */
  FUTURE,
  /** It is older than {@code events.max-age}, or from before {@code events.earliest}. */
  TOO_OLD,
  /** Its study time is below 0. */
  NEGATIVE_DURATION,
  /** Its progress is not from 0 to 1. */
  WRONG_PROGRESS,
  /** Its rating is not from 1 to 10. */
  WRONG_RATING,
  /**
   * The item's title, its kind or one of its tags is longer than {@code catalogue.max-*}, or an
   * exposure's placement or a name of its experiments than 64 characters, or a reason than 512.
   */
  LONG_TEXT,
  /** The item has more tags than {@code catalogue.max-tags}. */
  TOO_MANY_TAGS,
  /** The exposure has more than 200 items, or is part of more than 50 experiments. */
  LONG_LIST,
  /** The exposure has reasons, but not one for each item. */
  WRONG_REASONS,
  /** The exposure has chances, but not one for each item, or one that is not above 0 up to 1. */
  WRONG_CHANCES,
  /** When the item appeared is not told in milliseconds. */
  WRONG_PUBLISHED,
  /**
   * The catalogue record's vector is not as long as the catalogue's others, or holds something else
   * than numbers whose squares have a sum.
   */
  WRONG_VECTOR,
  /**
   * The user sent more than {@code events.flood-limit} within a minute, or Kafka got more than
   * {@code events.arrival-limit} of them within one.
   */
  FLOOD,
  /**
   * The catalogue does not know the event's item, but {@code recommendations.catalogue} asks it to.
   */
  UNKNOWN_ITEM,
  /** The event's item is new, and there are {@code recommendations.items.max} of them. */
  TOO_MANY_ITEMS,
  /** Another item has the fingerprint of the event's item: the job could not tell them apart. */
  COLLIDING_ITEM,
  /**
   * It is a rule, an audience or a rule on lists that cannot be used; the detail tells what is
   * wrong with it.
   */
  WRONG_RULE,
  /** It is an experiment that cannot be used; the detail tells what is wrong with it. */
  WRONG_EXPERIMENT,
  /**
   * An operator fails on it, as often as {@code events.max-failures} allows; the detail is the
   * stack trace.
   */
  FAILED;

  /** The reason in headers and metrics, such as {@code unknown-schema}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
