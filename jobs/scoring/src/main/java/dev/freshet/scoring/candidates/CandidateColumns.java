package dev.freshet.scoring.candidates;

/** The candidates and their signals, one index for each in every array. */
public final class CandidateColumns {

  public final long[] items;
  public final float[] similar;
  public final float[] longTerm;
  public final float[] after;
  public final float[] next;
  public final float[] path;
  public final long[] sources;

  CandidateColumns(int length) {
    items = new long[length];
    similar = new float[length];
    longTerm = new float[length];
    after = new float[length];
    next = new float[length];
    path = new float[length];
    sources = new long[length];
  }

  /** The first {@code size} candidates, with room for {@code length} of which the others are 0. */
  CandidateColumns copyOf(int size, int length) {
    CandidateColumns copy = new CandidateColumns(length);
    copy(copy, size);
    return copy;
  }

  /**
   * The first {@code size} candidates, in the columns of before if they fit, as they do for most
   * users: columns that are replaced have mostly grown old, and what grew old costs the collector
   * much. Otherwise with room for half as many more, but never for more than {@code bound}: the
   * columns that merging needed are several times as large. What is behind them is not 0.
   */
  CandidateColumns within(CandidateColumns before, int size, int bound) {
    CandidateColumns kept =
        before.items.length < size
            ? new CandidateColumns(Math.max(size, Math.min(size + size / 2, bound)))
            : before;
    copy(kept, size);
    return kept;
  }

  private void copy(CandidateColumns to, int size) {
    System.arraycopy(items, 0, to.items, 0, size);
    System.arraycopy(similar, 0, to.similar, 0, size);
    System.arraycopy(longTerm, 0, to.longTerm, 0, size);
    System.arraycopy(after, 0, to.after, 0, size);
    System.arraycopy(next, 0, to.next, 0, size);
    System.arraycopy(path, 0, to.path, 0, size);
    System.arraycopy(sources, 0, to.sources, 0, size);
  }

  void move(int from, int to) {
    items[to] = items[from];
    similar[to] = similar[from];
    longTerm[to] = longTerm[from];
    after[to] = after[from];
    next[to] = next[from];
    path[to] = path[from];
    sources[to] = sources[from];
  }
}
