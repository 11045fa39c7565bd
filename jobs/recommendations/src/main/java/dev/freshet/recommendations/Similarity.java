package dev.freshet.recommendations;

import dev.freshet.runtime.state.Packing;
import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.scoring.Answer;
import dev.freshet.scoring.CatalogueItem;
import dev.freshet.scoring.NeighbourRow;
import dev.freshet.scoring.Neighbours;
import dev.freshet.scoring.RecommenderSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each item's row of co-occurrence, answers with the neighbours of an item touched, and
 * publishes those of each item touched once an interval, and of all items at the end of a log.
 */
final class Similarity extends KeyedCoProcessFunction<Long, RowRequest, CatalogueItem, Answer>
    implements WriteBackFunction<Long> {

  static final OutputTag<Unranked> SIMILAR =
      new OutputTag<>("similar", TypeInformation.of(Unranked.class));

  /**
   * In so many parts of an interval items publish; a timer for each item would wake the task more.
   */
  private static final int PHASES = 20;

  private final RecommendationsSettings settings;
  private transient WriteBackState<Long, NeighbourRow> rows;
  private transient CatalogueRecords catalogue;

  Similarity(RecommendationsSettings settings) {
    this.settings = settings;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> rowState(Duration ttl) {
    return PackedState.descriptor("neighbours", StateTtlConfig.newBuilder(ttl));
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<CatalogueItem> catalogueState(Duration ttl) {
    ValueStateDescriptor<CatalogueItem> descriptor =
        new ValueStateDescriptor<>("catalogue-item", CatalogueItem.class);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).updateTtlOnReadAndWrite().build());
    return descriptor;
  }

  @Override
  public void declare(WriteBackStates<Long> states) {
    rows =
        states.of(
            rowState(settings.itemTtl()),
            Packing.of(NeighbourRow::pack, NeighbourRow::unpack),
            settings.cache());
  }

  @Override
  public void open(OpenContext context) {
    catalogue =
        new CatalogueRecords(
            getRuntimeContext().getState(catalogueState(settings.catalogueTtl())),
            settings.catalogueTtl(),
            settings.cache().entries());
  }

  @Override
  public void processElement1(RowRequest request, Context context, Collector<Answer> out)
      throws IOException {
    RecommenderSettings scoring = settings.scoring();
    NeighbourRow known = rows.value();
    NeighbourRow row = known == null ? new NeighbourRow() : known;
    request.applyTo(row, scoring);
    rows.update(row);

    RowRequest.Question question = request.question();
    if (question != null) {
      out.collect(
          answer(
              question,
              catalogue.read(request.row(), context.timerService().currentProcessingTime()),
              row.strongest(
                  request.row(), scoring.answer(), question.atMillis(), scoring.coOccurrence())));
      publishLater(context);
    }
  }

  private void publishLater(Context context) {
    long interval = settings.similarInterval().toMillis();
    // Not all at once, or they would hold up the events that come then.
    long phase = Math.floorMod(context.getCurrentKey(), PHASES) * interval / PHASES;
    long now = context.timerService().currentProcessingTime();
    long next = (Math.floorDiv(now - phase, interval) + 1) * interval + phase;
    context.timerService().registerProcessingTimeTimer(next);
    // Comes when there is nothing more to come.
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Answer> out)
      throws IOException {
    NeighbourRow row = rows.value();
    if (row != null) {
      RecommenderSettings scoring = settings.scoring();
      long item = context.getCurrentKey();
      Neighbours neighbours =
          row.strongest(item, scoring.answer(), row.latestMillis(), scoring.coOccurrence());
      boolean settled = context.timeDomain() == TimeDomain.EVENT_TIME;
      context.output(SIMILAR, Unranked.item(neighbours, row.latestMillis(), settled));
    }
  }

  private static Answer answer(
      RowRequest.Question question, @Nullable CatalogueItem described, Neighbours neighbours) {
    return new Answer(
        question.user(),
        question.number(),
        question.item(),
        question.atMillis(),
        question.completed(),
        question.from(),
        question.to(),
        neighbours,
        described == null ? List.of() : described.tags(),
        described == null ? List.of() : described.vector());
  }

  @Override
  public void processElement2(CatalogueItem item, Context context, Collector<Answer> out)
      throws IOException {
    catalogue.write(context.getCurrentKey(), item, context.timerService().currentProcessingTime());
  }
}
