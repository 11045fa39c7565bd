package dev.freshet.localstack.log;

import dev.freshet.scoring.event.ListExposure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a log, in which what is told of one list in several rows, item by item, is one
 * exposure: rows that follow one another and are of the same id and user.
 */
final class JoinedEntries extends LogRows<LogEntry> {

  private final LogRows<LogEntry> rows;
  private @Nullable LogEntry ahead;

  JoinedEntries(LogRows<LogEntry> rows) {
    this.rows = rows;
  }

  @Override
  @Nullable LogEntry read() {
    LogEntry entry = take();
    ListExposure first = entry == null ? null : entry.exposure();
    if (first == null) {
      return entry;
    }
    List<String> items = new ArrayList<>(first.items());
    List<String> reasons = new ArrayList<>(reasons(first));
    List<Double> chances = new ArrayList<>(first.chances());
    for (ListExposure part = partOf(first); part != null; part = partOf(first)) {
      items.addAll(part.items());
      reasons.addAll(reasons(part));
      chances.addAll(part.chances());
    }
    return LogEntry.of(
        new ListExposure(
            first.id(),
            first.user(),
            first.atMillis(),
            first.placement(),
            items,
            first.variants(),
            first.listMillis(),
            reasons.stream().allMatch(String::isEmpty) ? List.of() : reasons,
            // Of single ones nothing could be told.
            chances.size() == items.size() ? chances : List.of()));
  }

  /** One for each item, as another part of the list may have what this one lacks. */
  private static List<String> reasons(ListExposure part) {
    return part.reasons().isEmpty() ? Collections.nCopies(part.items().size(), "") : part.reasons();
  }

  private @Nullable LogEntry take() {
    LogEntry entry = ahead;
    ahead = null;
    return entry == null ? rows.read() : entry;
  }

  /** The next row if it is of the same list; otherwise it waits to be taken. */
  private @Nullable ListExposure partOf(ListExposure first) {
    LogEntry next = take();
    ListExposure exposure = next == null ? null : next.exposure();
    if (exposure != null
        && exposure.id().equals(first.id())
        && exposure.user().equals(first.user())) {
      return exposure;
    }
    ahead = next;
    return null;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
