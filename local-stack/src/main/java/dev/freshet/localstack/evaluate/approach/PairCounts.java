package dev.freshet.localstack.evaluate.approach;

import com.carrotsearch.hppc.IntDoubleHashMap;
import com.carrotsearch.hppc.cursors.IntDoubleCursor;
import java.util.Comparator;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A sparse matrix of counts, item by item, whose rows are bounded: a row that has grown to twice
 * the bound keeps its highest counts.
 */
public final class PairCounts {

  public static final int ROW_BOUND = 500;

  private final @Nullable IntDoubleHashMap[] rows;

  public PairCounts(int items) {
    rows = new IntDoubleHashMap[items];
  }

  public void add(int from, int to, double count) {
    IntDoubleHashMap row = rows[from];
    if (row == null) {
      row = new IntDoubleHashMap();
      rows[from] = row;
    }
    row.addTo(to, count);
    if (row.size() >= 2 * ROW_BOUND) {
      rows[from] = strongest(row);
    }
  }

  private static IntDoubleHashMap strongest(IntDoubleHashMap row) {
    IntDoubleHashMap kept = new IntDoubleHashMap(ROW_BOUND);
    record Entry(int item, double count) {}
    StreamSupport.stream(row.spliterator(), false)
        .map(cursor -> new Entry(cursor.key, cursor.value))
        .sorted(Comparator.comparingDouble(Entry::count).reversed().thenComparing(Entry::item))
        .limit(ROW_BOUND)
        .forEach(entry -> kept.put(entry.item(), entry.count()));
    return kept;
  }

  /** Receives a row's entries. */
  public interface Reader {
    void read(int to, double count);
  }

  /** Tells the entries of a row, in no particular order. */
  public void row(int from, Reader reader) {
    IntDoubleHashMap row = rows[from];
    if (row != null) {
      for (IntDoubleCursor entry : row) {
        reader.read(entry.key, entry.value);
      }
    }
  }
}
