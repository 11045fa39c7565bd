package dev.freshet.localstack.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Counts the rows of logs that are left out, and knows the first bad one. */
public final class RowTally implements LeftOutRows {

  private final UnusedRows unused = new UnusedRows();
  private long count;
  private @Nullable BadRow first;

  @Override
  public void bad(BadRow row) {
    first = first == null ? row : first;
    count++;
  }

  @Override
  public void unused(String type) {
    unused.add(type);
  }

  /** How many bad rows there were. */
  public long bad() {
    return count;
  }

  /** The rows that are good, but of types that are not used. */
  public UnusedRows unused() {
    return unused;
  }

  /** Why no row could be used, in a line. */
  public String why() {
    List<String> reasons = new ArrayList<>();
    if (first != null) {
      reasons.add(String.format(Locale.ROOT, "%,d rows left out, the first %s", count, first));
    }
    if (unused.count() > 0) {
      reasons.add(unused.toString());
    }
    return "no row could be used: "
        + (reasons.isEmpty() ? "there are none" : String.join("; ", reasons));
  }
}
