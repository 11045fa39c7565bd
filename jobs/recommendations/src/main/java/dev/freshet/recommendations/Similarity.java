package dev.freshet.recommendations;

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
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps each item's row of co-occurrence and answers with the neighbours of an item touched. */
final class Similarity extends KeyedCoProcessFunction<Long, RowRequest, CatalogueItem, Answer> {

  private final RecommendationsSettings settings;
  private transient ValueState<byte[]> rows;
  private transient ValueState<CatalogueItem> catalogue;

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
  public void open(OpenContext context) {
    rows = getRuntimeContext().getState(rowState(settings.itemTtl()));
    catalogue = getRuntimeContext().getState(catalogueState(settings.catalogueTtl()));
  }

  @Override
  public void processElement1(RowRequest request, Context context, Collector<Answer> out)
      throws IOException {
    RecommenderSettings scoring = settings.scoring();
    byte[] packed = rows.value();
    NeighbourRow row = packed == null ? new NeighbourRow() : NeighbourRow.unpack(packed);
    row.apply(request.update(), scoring.coOccurrence(), scoring.neighbours());
    rows.update(row.pack());

    if (request.asks()) {
      Neighbours neighbours =
          row.strongest(
              request.row(), scoring.answer(), request.atMillis(), scoring.coOccurrence());
      out.collect(answer(request, neighbours));
    }
  }

  private Answer answer(RowRequest request, Neighbours neighbours) throws IOException {
    CatalogueItem described = catalogue.value();
    return new Answer(
        request.user(),
        request.item(),
        request.atMillis(),
        request.completed(),
        request.strengthGain(),
        request.first(),
        neighbours,
        described == null ? List.of() : described.tags(),
        described == null ? List.of() : described.vector());
  }

  @Override
  public void processElement2(CatalogueItem item, Context context, Collector<Answer> out)
      throws IOException {
    catalogue.update(item);
  }
}
