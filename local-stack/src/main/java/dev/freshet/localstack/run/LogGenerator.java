package dev.freshet.localstack.run;

import dev.freshet.localstack.recording.ArrivingLog;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.RecordDecoder;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.jspecify.annotations.Nullable;

/** Reads a log record by record, as the one task of a source asks for them in their order. */
final class LogGenerator implements GeneratorFunction<Long, DecodedRecord> {

  private static final long serialVersionUID = 1L;

  private final ArrivingLog log;
  private final RuntimeSettings settings;
  private final Clock clock;
  private transient @Nullable Reading reading;

  /** What is open while the source runs. */
  private record Reading(RecordDecoder decoder, ArrivingLog.Arrivals arrivals) {}

  /**
   * @param clock what events may not be too far ahead of; serializable
   */
  LogGenerator(ArrivingLog log, RuntimeSettings settings, Clock clock) {
    this.log = log;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void open(SourceReaderContext context) throws IOException {
    // Rows that are left out were told when the log was read ahead.
    reading =
        new Reading(
            new RecordDecoder(settings.kafka().topics(), settings.events(), clock),
            log.arrivals(row -> {}));
  }

  @Override
  public DecodedRecord map(Long index) {
    Reading open = Objects.requireNonNull(reading);
    return open.decoder().decode(open.arrivals().next().raw(settings.events().maxBytes()));
  }

  @Override
  public void close() {
    if (reading != null) {
      reading.arrivals().close();
    }
  }
}
