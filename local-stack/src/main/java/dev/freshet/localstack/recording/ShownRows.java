package dev.freshet.localstack.recording;

import dev.freshet.localstack.log.BadRow;
import dev.freshet.localstack.log.LeftOutRows;
import dev.freshet.localstack.log.RowTally;
import java.io.PrintWriter;

/** Counts the rows that are left out, and shows the first of the bad ones. */
public final class ShownRows implements LeftOutRows {

  private static final int SHOWN_BAD_ROWS = 5;

  private final PrintWriter err;
  private final RowTally tally = new RowTally();

  public ShownRows(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void bad(BadRow row) {
    tally.bad(row);
    if (tally.bad() <= SHOWN_BAD_ROWS) {
      err.println("left out: " + row);
    } else if (tally.bad() == SHOWN_BAD_ROWS + 1) {
      err.println("left out: more rows, which are only counted");
    }
    err.flush();
  }

  @Override
  public void unused(String type) {
    tally.unused(type);
  }

  /** How many rows were left out and why, to end a line with; empty if none were. */
  public String account() {
    return (tally.bad() == 0 ? "" : "; %,d rows left out".formatted(tally.bad()))
        + (tally.unused().count() == 0 ? "" : "; " + tally.unused());
  }

  /** Whether a row was left out. */
  public boolean areAny() {
    return tally.bad() + tally.unused().count() > 0;
  }

  /** Why no row could be used, in a line. */
  public String why() {
    return tally.why();
  }
}
