package dev.freshet.localstack.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;

/**
 * Holds a source back while too much is {@link UnderWay}, and between the catalogue and the first
 * event until every operator knows the catalogue, as it does in a job that has run for a while.
 * That is so when a checkpoint is complete that began after the last item.
 *
 * @param run the name of the run
 * @param items how many records come first
 */
record Admission(String run, long items) implements RateLimiterStrategy<NumberSequenceSplit> {

  /** The first one to complete may have begun before the last item. */
  private static final int CHECKPOINTS = 2;

  @Override
  public RateLimiter<NumberSequenceSplit> createRateLimiter(int parallelism) {
    return new Gate(UnderWay.of(run), items);
  }

  private static final class Gate implements RateLimiter<NumberSequenceSplit> {

    private final UnderWay underWay;
    private final long items;
    private long acquired;
    private int missing;
    private CompletableFuture<Void> opened = new CompletableFuture<>();

    private Gate(UnderWay underWay, long items) {
      this.underWay = underWay;
      this.items = items;
    }

    @Override
    public CompletionStage<Void> acquire(int count) {
      acquired += count;
      // Whether a reader's first record is asked for or not depends on which comes first, its work
      // or its first look at it: so it waits before the last item and after it.
      if (items == 0 || (acquired != items && acquired != items + 1)) {
        return underWay.room();
      }
      missing = CHECKPOINTS;
      opened = new CompletableFuture<>();
      return opened;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
      missing--;
      if (missing <= 0) {
        opened.complete(null);
      }
    }
  }
}
