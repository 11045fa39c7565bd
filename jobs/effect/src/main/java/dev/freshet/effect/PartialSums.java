package dev.freshet.effect;

import dev.freshet.scoring.experiment.ShownItems;
import dev.freshet.scoring.experiment.View;
import dev.freshet.scoring.experiment.ViewChange;
import dev.freshet.scoring.experiment.ViewSums;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Adds up what changes of the users of a task, and tells it once a second: most lists are of few
 * placements, each of which is one task's in the end. None is kept across a checkpoint.
 */
final class PartialSums extends AbstractStreamOperator<ViewNews>
    implements OneInputStreamOperator<ViewChange, ViewNews> {

  private static final long serialVersionUID = 1L;

  private static final long LONGEST_WAIT_MILLIS = 1_000;

  /** More than a platform has; whoever sends other names each time must not fill the heap. */
  private static final int MOST_VIEWS = 10_000;

  private final Map<View, Partial> sums = new LinkedHashMap<>();

  private record Partial(ViewSums sums, ShownItems shown) {

    Partial() {
      this(new ViewSums(), new ShownItems());
    }

    void enter(ViewChange change) {
      sums.enter(change);
      shown.enter(change);
    }
  }

  @Override
  public void processElement(StreamRecord<ViewChange> record) {
    if (sums.isEmpty()) {
      long then = getProcessingTimeService().getCurrentProcessingTime() + LONGEST_WAIT_MILLIS;
      Future<?> unused = getProcessingTimeService().registerTimer(then, atMillis -> tell());
    }
    ViewChange change = record.getValue();
    sums.computeIfAbsent(change.view(), view -> new Partial()).enter(change);
    if (sums.size() >= MOST_VIEWS) {
      tell();
    }
  }

  private void tell() {
    sums.forEach(
        (view, each) ->
            output.collect(new StreamRecord<>(ViewNews.of(view, each.sums(), each.shown()))));
    sums.clear();
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    tell();
  }

  @Override
  public void finish() throws Exception {
    tell();
    super.finish();
  }
}
