package dev.freshet.localstack.recording;

import dev.freshet.localstack.log.BadRow;
import dev.freshet.localstack.log.LeftOutRows;
import dev.freshet.localstack.log.UnusedRows;
import java.io.PrintWriter;

/** Counts the rows that are left out, and shows the first of the bad ones. */
public final class ShownRows implements LeftOutRows {

  private static final int SHOWN_BAD_ROWS = 5;

  private final PrintWriter err;
  private final UnusedRows unused = new UnusedRows();
  private int count;

  ShownRows(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void bad(BadRow row) {
    count++;
    if (count <= SHOWN_BAD_ROWS) {
      err.println("left out: " + row);
    } else if (count == SHOWN_BAD_ROWS + 1) {
      err.println("left out: more rows, which are only counted");
    }
    err.flush();
  }

  @Override
  public void unused(String type) {
    unused.add(type);
  }

  /** How many rows were left out and why, to end a line with; empty if none were. */
  public String account() {
    return (count == 0 ? "" : "; %,d rows left out".formatted(count))
        + (unused.count() == 0 ? "" : "; " + unused);
  }
}
