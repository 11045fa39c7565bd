package dev.freshet.localstack.up;

import dev.freshet.localstack.log.BadRow;
import dev.freshet.localstack.log.EventLog;
import dev.freshet.localstack.log.LogEntry;
import dev.freshet.localstack.log.UnusedRows;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.event.ListExposure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Event logs, one after the other, with the times at which the events occurred. */
final class LogFeed implements Feed {

  private static final int SHOWN_BAD_ROWS = 20;

  private final List<EventLog> logs;
  private final PrintWriter err;
  private final Map<String, Integer> badRows = new TreeMap<>();
  private final Map<String, Integer> eventsOf = new HashMap<>();
  private final Map<String, Set<String>> doneBy = new HashMap<>();
  private final UnusedRows unused = new UnusedRows();
  private long events;
  private long purchases;
  private long shown;

  LogFeed(List<EventLog> logs, PrintWriter err) {
    this.logs = logs;
    this.err = err;
  }

  @Override
  public void run(Producer producer, Pace pace) throws InterruptedException {
    try {
      for (EventLog log : logs) {
        try (Stream<CatalogueItem> items = log.items(this::leaveOut)) {
          items.forEach(producer::send);
        }
      }
      producer.flush();
      for (EventLog log : logs) {
        try (Stream<LogEntry> entries = log.entries(this::leaveOut)) {
          for (Iterator<LogEntry> rows = entries.iterator(); rows.hasNext(); ) {
            send(rows.next(), producer, pace);
          }
        }
      }
      producer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private void send(LogEntry entry, Producer producer, Pace pace) throws InterruptedException {
    pace.await();
    if (entry.exposure() != null) {
      show(entry.exposure(), producer);
    }
    if (entry.interaction() != null) {
      send(entry.interaction(), producer);
    }
  }

  private void show(ListExposure exposure, Producer producer) {
    if (producer.show(exposure)) {
      shown++;
    } else {
      unused.add(UnusedRows.IMPRESSION);
    }
  }

  private void send(Interaction interaction, Producer producer) {
    if (interaction.kind() == InteractionKind.PURCHASE) {
      if (producer.sell(interaction)) {
        purchases++;
      } else {
        unused.add(UnusedRows.type(interaction));
      }
      return;
    }
    producer.send(interaction);
    events++;
    eventsOf.merge(interaction.user(), 1, Integer::sum);
    doneBy.computeIfAbsent(interaction.user(), user -> new HashSet<>()).add(interaction.item());
  }

  private void leaveOut(BadRow row) {
    int shown = badRows.values().stream().mapToInt(Integer::intValue).sum();
    badRows.merge(row.reason(), 1, Integer::sum);
    if (shown < SHOWN_BAD_ROWS) {
      err.println("left out: " + row);
    } else if (shown == SHOWN_BAD_ROWS) {
      err.println("left out: more rows, which are only counted");
    }
    err.flush();
  }

  /** Events sent so far, purchases among them. */
  long sent() {
    return events + purchases;
  }

  /** Lists that users were shown, sent so far. */
  long shown() {
    return shown;
  }

  /** Purchases and impressions of a platform that has no topic of them. */
  UnusedRows unused() {
    return unused;
  }

  /** How many rows were left out, by reason. */
  Map<String, Integer> badRows() {
    return badRows;
  }

  /** Everybody of whom an event was sent that is no purchase. */
  Set<String> users() {
    return eventsOf.keySet();
  }

  /** What each user of two events or more has done, other than buying. */
  Map<String, Set<String>> doneByReturningUsers() {
    return doneBy.entrySet().stream()
        .filter(user -> eventsOf.getOrDefault(user.getKey(), 0) >= 2)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public String description() {
    return logs.stream().map(EventLog::name).collect(Collectors.joining(", "));
  }
}
