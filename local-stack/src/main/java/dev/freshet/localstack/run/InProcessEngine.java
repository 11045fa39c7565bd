package dev.freshet.localstack.run;

import dev.freshet.localstack.command.Progress;
import dev.freshet.localstack.dump.Dump;
import dev.freshet.localstack.log.LeftOutRows;
import dev.freshet.localstack.recording.ArrivingLog;
import dev.freshet.localstack.recording.LogRecord;
import dev.freshet.runtime.cleaning.RecordCleaner;
import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The jobs' own parts in one thread: the same log and settings give the same result to the last
 * byte.
 */
record InProcessEngine(Clock clock) implements Engine {

  @Override
  public Result run(ArrivingLog log, RunSettings settings, LeftOutRows leftOut) throws IOException {
    RecordCleaner cleaner =
        new RecordCleaner(
            settings.runtime().kafka().topics(),
            settings.runtime().events(),
            settings.items(),
            clock);
    RedisImage redis = new RedisImage();
    List<Product.InProcess> products =
        settings.products().stream().map(product -> product.begin(redis::apply)).toList();
    Counts counts = new Counts();
    try (ArrivingLog.Arrivals arrivals = log.arrivals(leftOut);
        Progress progress = Progress.of("run", Progress.UNKNOWN)) {
      while (arrivals.hasNext()) {
        LogRecord record = arrivals.next();
        Optional<DecodedRecord> cleaned =
            cleaner.clean(record.raw(settings.runtime().events().maxBytes()));
        cleaned.ifPresent(arrival -> take(arrival, products, counts));
        products.forEach(product -> product.pass(cleaner.watermarkMillis()));
        progress.step();
      }
      products.forEach(Product.InProcess::end);
      return new Result(
          Dump.of(redis.writes()), arrivals.taken(), counts.items, counts.used, counts.rejected);
    }
  }

  private static final class Counts {
    private long items;
    private long used;
    private final SortedMap<String, Long> rejected = new TreeMap<>();
  }

  private static void take(DecodedRecord arrival, List<Product.InProcess> products, Counts counts) {
    Rejection rejection = arrival.rejection();
    if (rejection != null) {
      counts.rejected.merge(rejection.reason().label(), 1L, Long::sum);
    }
    CatalogueItem item = arrival.item();
    if (item != null) {
      counts.items++;
      products.forEach(product -> product.accept(item));
    }
    Interaction interaction = arrival.interaction();
    if (interaction != null) {
      counts.used++;
      products.forEach(product -> product.accept(interaction));
    }
  }
}
