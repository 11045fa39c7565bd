package dev.freshet.runtime.kafka.catalogue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells readers to begin with events once every operator knows the catalogue, and asks for
 * checkpoints until then.
 */
final class CatalogueFirstEnumerator
    implements SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogueFirstEnumerator.class);
  private static final long PAUSE_MILLIS = 250;

  private final SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> kafka;
  private final SplitEnumeratorContext<KafkaPartitionSplit> context;
  private final Runnable startCheck;
  private final CatalogueEnd end;
  private final CommonStart start;
  private final Map<Integer, Long> known = new HashMap<>();
  private boolean hasBegun;
  private boolean isLooking;
  private boolean mustLookAgain;
  private boolean awaitsCheckpoint;
  private boolean isKnown;
  private boolean mayBegin;
  private volatile boolean isClosed;

  CatalogueFirstEnumerator(
      SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> kafka,
      SplitEnumeratorContext<KafkaPartitionSplit> context,
      Runnable startCheck,
      CatalogueEnd end,
      CommonStart start,
      boolean mayBegin) {
    this.kafka = kafka;
    this.context = context;
    this.startCheck = startCheck;
    this.end = end;
    this.start = start;
    this.mayBegin = mayBegin;
    isKnown = mayBegin;
    if (!mayBegin) {
      start.enter(this, () -> context.runInCoordinatorThread(this::beginAll));
    }
  }

  @Override
  public void start() {
    context.callAsync(
        () -> {
          startCheck.run();
          return true;
        },
        this::begin);
  }

  private void begin(@Nullable Boolean isChecked, @Nullable Throwable failure) {
    if (failure != null) {
      throw failure instanceof RuntimeException refusal
          ? refusal
          : new FlinkRuntimeException("cannot tell whether the job may start", failure);
    }
    hasBegun = true;
    kafka.start();
    look();
  }

  /** Not before there are readers: until then not all sources of the job may have been made. */
  private void look() {
    mustLookAgain = isLooking;
    if (hasBegun && !isLooking && !isKnown && !context.registeredReaders().isEmpty()) {
      isLooking = true;
      Map<Integer, Long> positions = Map.copyOf(known);
      context.callAsync(() -> end.isReached(positions), this::looked);
    }
  }

  private void looked(@Nullable Boolean isReached, @Nullable Throwable failure) {
    isLooking = false;
    if (isReached == null) {
      throw new FlinkRuntimeException("cannot tell where the catalogue ends", failure);
    }
    if (isReached) {
      isKnown = true;
      start.allow(this);
    } else if (mustLookAgain) {
      look();
    } else if (!awaitsCheckpoint) {
      awaitsCheckpoint = true;
      CompletableFuture<?> unused = Checkpoints.request(context).whenComplete(this::lookLater);
    }
  }

  /** Not at once: until all tasks run there is no checkpoint, and readers tell of it afterwards. */
  private void lookLater(@Nullable Object checkpoint, @Nullable Throwable failure) {
    LOG.debug("events wait for the catalogue after {}", checkpoint, failure);
    CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              if (!isClosed) {
                context.runInCoordinatorThread(
                    () -> {
                      awaitsCheckpoint = false;
                      look();
                    });
              }
            });
  }

  private void beginAll() {
    mayBegin = true;
    LOG.info("the catalogue is known: events may begin");
    context.registeredReaders().keySet().forEach(this::begin);
  }

  private void begin(int reader) {
    context.sendEventToSourceReader(reader, new EventsMayBegin());
  }

  @Override
  public void addReader(int subtaskId) {
    kafka.addReader(subtaskId);
    if (mayBegin) {
      begin(subtaskId);
    }
  }

  @Override
  public void handleSourceEvent(int subtaskId, SourceEvent event) {
    if (event instanceof CataloguePositions positions) {
      known.putAll(positions.offsets());
      look();
    } else {
      kafka.handleSourceEvent(subtaskId, event);
    }
  }

  @Override
  public void handleSplitRequest(int subtaskId, @Nullable String requesterHostname) {
    kafka.handleSplitRequest(subtaskId, requesterHostname);
  }

  @Override
  public void addSplitsBack(List<KafkaPartitionSplit> splits, int subtaskId) {
    kafka.addSplitsBack(splits, subtaskId);
  }

  @Override
  public KafkaSourceEnumState snapshotState(long checkpointId) throws Exception {
    if (!hasBegun) {
      // A job restored from it would pass for one that knows something.
      throw new IllegalStateException("there is nothing to keep before the start is allowed");
    }
    return kafka.snapshotState(checkpointId);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    kafka.notifyCheckpointComplete(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    kafka.notifyCheckpointAborted(checkpointId);
  }

  @Override
  public void close() throws IOException {
    isClosed = true;
    start.leave(this);
    // Nobody looks any more: the context's threads are stopped first.
    end.close();
    kafka.close();
  }
}
