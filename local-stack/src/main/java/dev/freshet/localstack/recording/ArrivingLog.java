package dev.freshet.localstack.recording;

import dev.freshet.localstack.log.LeftOutRows;
import dev.freshet.localstack.log.UnusedRows;
import dev.freshet.runtime.record.Topics;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A log as a job sees it arrive: first what is known of items, then the rest, in disorder if asked
 * for. What was recorded from topics that no job reads is left out.
 *
 * @param log which records
 * @param disorder what happens to their order
 */
public record ArrivingLog(LogSelection log, Disorder disorder) implements Serializable {

  /**
   * Starts at the beginning.
   *
   * @param leftOut receives each row that is left out
   */
  public Arrivals arrivals(LeftOutRows leftOut) throws IOException {
    return new Arrivals(this, leftOut);
  }

  /** The records, one after the other. */
  public static final class Arrivals implements Iterator<LogRecord>, Closeable {

    private final Stream<LogRecord> catalogue;
    private final Stream<Timed> records;
    private final Iterator<LogRecord> items;
    private final Iterator<Timed> rest;
    private final String itemTopic;
    private @Nullable LogRecord next;
    private long taken;
    private long itemsFirst;
    private boolean onlyItemsYet = true;

    private Arrivals(ArrivingLog arriving, LeftOutRows leftOut) throws IOException {
      catalogue = arriving.log().catalogue(leftOut);
      records = arriving.log().records(leftOut);
      items = catalogue.iterator();
      Topics topics = arriving.log().topics();
      Stream<Timed> read = records.filter(timed -> isRead(timed.record(), topics, leftOut));
      rest = arriving.disorder().applyTo(read.iterator());
      itemTopic = topics.items();
    }

    private static boolean isRead(LogRecord record, Topics topics, LeftOutRows leftOut) {
      String topic = record.topic();
      if (topic.equals(topics.items()) || topics.interactionsAndPurchases().contains(topic)) {
        return true;
      }
      leftOut.unused(topic.equals(topics.exposures()) ? UnusedRows.IMPRESSION : "topic " + topic);
      return false;
    }

    @Override
    public boolean hasNext() {
      if (next == null) {
        next = items.hasNext() ? items.next() : rest.hasNext() ? rest.next().record() : null;
      }
      return next != null;
    }

    @Override
    public LogRecord next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      LogRecord record = next;
      next = null;
      taken++;
      onlyItemsYet &= record.topic().equals(itemTopic);
      itemsFirst += onlyItemsYet ? 1 : 0;
      return record;
    }

    /** How many records were taken. */
    public long taken() {
      return taken;
    }

    /** How many of them, all of the catalogue, came before anything else. */
    public long itemsFirst() {
      return itemsFirst;
    }

    @Override
    public void close() {
      catalogue.close();
      records.close();
    }
  }
}
