package dev.freshet.runtime.kafka.catalogue;

import dev.freshet.runtime.time.StartMark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;

/**
 * Keeps partitions of events from the reader of Kafka until they may be read, and tells after each
 * checkpoint until then up to where the catalogue is known. Partitions of the catalogue never hold
 * back event time: they are idle from the beginning. Those of events become silent, if they do, by
 * the time since they are read.
 */
@SuppressWarnings("try") // Closing it may be interrupted, which Flink expects.
final class CatalogueFirstReader<T> implements SourceReader<T, KafkaPartitionSplit> {

  private final SourceReader<T, KafkaPartitionSplit> kafka;
  private final SourceReaderContext context;
  private final String catalogue;
  private final List<KafkaPartitionSplit> waiting = new ArrayList<>();
  private final List<KafkaPartitionSplit> notYetIdle = new ArrayList<>();
  private final List<KafkaPartitionSplit> notYetMarked = new ArrayList<>();
  private final boolean marksStart;
  private final NavigableMap<Long, Map<Integer, Long>> positionsOfCheckpoints = new TreeMap<>();
  private final Map<Integer, Long> restored = new HashMap<>();
  private CompletableFuture<Void> available = CompletableFuture.completedFuture(null);
  private boolean mayReadEvents;

  /**
   * @param marksStart whether it is told by a {@link StartMark} of each partition of events that it
   *     is read
   */
  CatalogueFirstReader(
      SourceReader<T, KafkaPartitionSplit> kafka,
      SourceReaderContext context,
      String catalogue,
      boolean marksStart) {
    this.kafka = kafka;
    this.context = context;
    this.catalogue = catalogue;
    this.marksStart = marksStart;
  }

  @Override
  public void start() {
    kafka.start();
    // What a job was restored from is as good as a checkpoint.
    context.sendSourceEventToCoordinator(new CataloguePositions(restored));
  }

  @Override
  public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
    notYetIdle.forEach(split -> output.createOutputForSplit(split.splitId()).markIdle());
    notYetIdle.clear();
    notYetMarked.forEach(split -> mark(split.splitId(), output));
    notYetMarked.clear();
    return kafka.pollNext(output);
  }

  private void mark(String split, ReaderOutput<T> output) {
    // A new one counts its silence from now on.
    output.releaseOutputForSplit(split);
    output.createOutputForSplit(split).emitWatermark(new Watermark(StartMark.MILLIS));
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    // A copy, which can also be completed when there is no data.
    available = kafka.isAvailable().copy();
    wakeUp();
    return available;
  }

  private void wakeUp() {
    if (!notYetIdle.isEmpty() || !notYetMarked.isEmpty()) {
      available.complete(null);
    }
  }

  @Override
  public void addSplits(List<KafkaPartitionSplit> splits) {
    List<KafkaPartitionSplit> read = new ArrayList<>();
    for (KafkaPartitionSplit split : splits) {
      if (split.getTopic().equals(catalogue)) {
        read.add(split);
        notYetIdle.add(split);
        enter(split, restored);
      } else if (mayReadEvents) {
        read.add(split);
        markLater(split);
      } else {
        waiting.add(split);
      }
    }
    read(read);
    wakeUp();
  }

  private void markLater(KafkaPartitionSplit split) {
    if (marksStart) {
      notYetMarked.add(split);
    }
  }

  private void read(List<KafkaPartitionSplit> splits) {
    if (!splits.isEmpty()) {
      kafka.addSplits(splits);
    }
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (event instanceof EventsMayBegin) {
      mayReadEvents = true;
      positionsOfCheckpoints.clear();
      read(List.copyOf(waiting));
      waiting.forEach(this::markLater);
      waiting.clear();
      wakeUp();
    } else {
      kafka.handleSourceEvents(event);
    }
  }

  @Override
  public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
    List<KafkaPartitionSplit> splits = new ArrayList<>(kafka.snapshotState(checkpointId));
    if (!mayReadEvents) {
      positionsOfCheckpoints.put(checkpointId, positions(splits));
    }
    splits.addAll(waiting);
    return splits;
  }

  private Map<Integer, Long> positions(Collection<KafkaPartitionSplit> splits) {
    Map<Integer, Long> positions = new HashMap<>();
    splits.stream()
        .filter(split -> split.getTopic().equals(catalogue))
        .forEach(split -> enter(split, positions));
    return positions;
  }

  private static void enter(KafkaPartitionSplit split, Map<Integer, Long> positions) {
    // Below 0 it is no offset yet, but says how to find one.
    if (split.getStartingOffset() >= 0) {
      positions.put(split.getPartition(), split.getStartingOffset());
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    kafka.notifyCheckpointComplete(checkpointId);
    Map<Integer, Long> positions = positionsOfCheckpoints.get(checkpointId);
    if (positions != null) {
      context.sendSourceEventToCoordinator(new CataloguePositions(positions));
      positionsOfCheckpoints.headMap(checkpointId, true).clear();
    }
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    kafka.notifyCheckpointAborted(checkpointId);
  }

  @Override
  public void notifyNoMoreSplits() {
    kafka.notifyNoMoreSplits();
  }

  @Override
  public void pauseOrResumeSplits(
      Collection<String> splitsToPause, Collection<String> splitsToResume) {
    kafka.pauseOrResumeSplits(splitsToPause, splitsToResume);
  }

  @Override
  public void close() throws Exception {
    kafka.close();
  }
}
