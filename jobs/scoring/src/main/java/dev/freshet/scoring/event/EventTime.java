package dev.freshet.scoring.event;

/** Moments of events, in epoch milliseconds. */
public final class EventTime {

  /** No moment at all. */
  public static final long NEVER = Long.MIN_VALUE;

  private EventTime() {}
}
