package dev.freshet.localstack.run;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much of a log is between the source of a job and its end.
 *
 * <p>A log is years long and read in seconds. Were it read as fast as possible, one task would be
 * months ahead of another, and users would get lists made of the popularity of another year. So the
 * source waits while too much is under way: watermarks, which follow every event, tell at the end
 * what has arrived there by all ways. Both ends are in this process and find each other by the name
 * of the run.
 */
final class UnderWay {

  private static final Map<String, UnderWay> RUNS = new ConcurrentHashMap<>();

  private final int most;
  private final int ends;
  private final Queue<Long> sent = new ArrayDeque<>();
  private final Map<Integer, Long> arrived = new HashMap<>();
  private long newest = Long.MIN_VALUE;
  private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);

  private UnderWay(int most, int ends) {
    this.most = most;
    this.ends = ends;
  }

  /**
   * Begins a run.
   *
   * @param most how many moments may be under way; events of one moment count as one
   * @param ends how many tasks are at the end
   */
  static void begin(String run, int most, int ends) {
    RUNS.put(run, new UnderWay(most, ends));
  }

  static UnderWay of(String run) {
    return Objects.requireNonNull(RUNS.get(run), run);
  }

  static void end(String run) {
    RUNS.remove(run);
  }

  /** The source has sent a watermark. */
  synchronized void sent(long watermark) {
    if (watermark > newest) {
      newest = watermark;
      sent.add(watermark);
      if (sent.size() >= most && room.isDone()) {
        room = new CompletableFuture<>();
      }
    }
  }

  /** A watermark has arrived at one of the ends. */
  void arrived(int end, long watermark) {
    CompletableFuture<Void> madeRoom = null;
    synchronized (this) {
      arrived.put(end, watermark);
      long everywhere =
          arrived.size() < ends
              ? Long.MIN_VALUE
              : arrived.values().stream().mapToLong(Long::longValue).min().orElseThrow();
      while (!sent.isEmpty() && sent.element() <= everywhere) {
        sent.remove();
      }
      if (sent.size() < most) {
        madeRoom = room;
      }
    }
    // Whoever waits goes on at once in this thread: not while the lock is held.
    if (madeRoom != null) {
      madeRoom.complete(null);
    }
  }

  /** Done when there is room for one more. */
  synchronized CompletionStage<Void> room() {
    return room;
  }
}
