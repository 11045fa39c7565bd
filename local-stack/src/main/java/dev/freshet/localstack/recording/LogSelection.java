package dev.freshet.localstack.recording;

import dev.freshet.localstack.log.LeftOutRows;
import dev.freshet.localstack.recording.ReplayLog.TimeKind;
import dev.freshet.runtime.record.Topics;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * Several logs as one, merged by time, and a window of it.
 *
 * <p>A file's own order is kept, and so is that of each key within it. The catalogue is not subject
 * to the window: items that became known before it are still known.
 *
 * @param logs the logs, of which the first comes first where times are equal
 * @param topics what the topics are called
 * @param kind by which time the records of recordings come
 * @param fromMillis the window's first moment
 * @param toMillis the moment at which the window is over
 */
public record LogSelection(
    List<ReplayLog> logs, Topics topics, TimeKind kind, long fromMillis, long toMillis)
    implements Serializable {

  public LogSelection {
    logs = List.copyOf(logs);
  }

  /** All records of some logs. */
  public static LogSelection whole(List<ReplayLog> logs, Topics topics, TimeKind kind) {
    return new LogSelection(logs, topics, kind, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /**
   * What is known of items before the first event: the catalogues next to event logs and, of
   * recordings, the items that came before the window.
   *
   * @param leftOut receives each row that is left out
   */
  public Stream<LogRecord> catalogue(LeftOutRows leftOut) throws IOException {
    List<Stream<LogRecord>> parts = new ArrayList<>();
    for (ReplayLog log : logs) {
      parts.add(log.catalogue(topics, leftOut));
      if (log.isRecording() && fromMillis != Long.MIN_VALUE) {
        parts.add(
            log.records(topics, kind, leftOut)
                .takeWhile(timed -> timed.atMillis() < fromMillis)
                .map(Timed::record)
                .filter(record -> record.topic().equals(topics.items())));
      }
    }
    return parts.stream().flatMap(part -> part);
  }

  /**
   * The records of the window in the order of time. Close the stream.
   *
   * @param leftOut receives each row that is left out
   */
  public Stream<Timed> records(LeftOutRows leftOut) throws IOException {
    Merge merge = new Merge();
    for (ReplayLog log : logs) {
      merge.add(log.records(topics, kind, leftOut));
    }
    return Streams.of(merge, merge::close)
        .dropWhile(timed -> timed.atMillis() < fromMillis)
        .takeWhile(timed -> timed.atMillis() < toMillis);
  }

  /** Always takes the file whose next record is due first. */
  private static final class Merge implements Iterator<Timed> {

    private final List<Stream<Timed>> streams = new ArrayList<>();
    private final PriorityQueue<Head> heads =
        new PriorityQueue<>(
            Comparator.comparingLong((Head head) -> head.next().atMillis())
                .thenComparingInt(Head::file));

    private record Head(Timed next, int file, Iterator<Timed> rest) {}

    void add(Stream<Timed> stream) {
      streams.add(stream);
      advance(streams.size() - 1, stream.iterator());
    }

    private void advance(int file, Iterator<Timed> records) {
      if (records.hasNext()) {
        heads.add(new Head(records.next(), file, records));
      }
    }

    @Override
    public boolean hasNext() {
      return !heads.isEmpty();
    }

    @Override
    public Timed next() {
      Head first = heads.poll();
      if (first == null) {
        throw new NoSuchElementException();
      }
      advance(first.file(), first.rest());
      return first.next();
    }

    void close() {
      streams.forEach(Stream::close);
    }
  }
}
