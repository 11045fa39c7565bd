package dev.freshet.localstack.recording;

/**
 * A record and the time of the log at which it comes.
 *
 * @param atMillis the time of the log, epoch milliseconds: never earlier than that of the record
 *     before, also where a record tells of something older
 * @param record what comes
 */
public record Timed(long atMillis, LogRecord record) {}
