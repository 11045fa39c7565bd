package dev.freshet.localstack.recording;

/**
 * Moves records in time: when events occurred, when items were published, and the timestamps. What
 * is neither event nor item keeps its value.
 */
public final class TimeShift {

  private final EventValues values = new EventValues();
  private final long byMillis;
  private final String idSuffix;

  /**
   * @param byMillis how far, milliseconds
   * @param idSuffix appended to the ids of events, so that they are other events; may be empty
   */
  public TimeShift(long byMillis, String idSuffix) {
    this.byMillis = byMillis;
    this.idSuffix = idSuffix;
  }

  public LogRecord applyTo(LogRecord record) {
    return byMillis == 0 && idSuffix.isEmpty() ? record : values.moved(record, byMillis, idSuffix);
  }
}
