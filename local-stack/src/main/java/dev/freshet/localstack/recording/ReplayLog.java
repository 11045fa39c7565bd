package dev.freshet.localstack.recording;

import dev.freshet.localstack.log.BadRow;
import dev.freshet.localstack.log.EventLog;
import dev.freshet.localstack.log.LeftOutRows;
import dev.freshet.localstack.log.LogEntry;
import dev.freshet.localstack.log.UnusedRows;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One file that can be replayed: the recording of a topic's partition, or an event log (CSV or
 * Avro) with the catalogue next to it, whose rows become the records that a platform would send.
 *
 * <p>Records come in the order of the file, which keeps the order of every key, late events
 * included.
 */
public final class ReplayLog implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final byte[] AVRO_MAGIC = "Obj\u0001".getBytes(StandardCharsets.US_ASCII);
  private static final List<String> EVENT_LOGS = List.of("events.csv", "events.avro");
  private static final List<String> CATALOGUES = List.of("items.csv", "items.avro");

  private final File file;
  private final boolean recording;
  private final String remark;

  private ReplayLog(Path file, boolean recording, String remark) {
    this.file = file.toFile();
    this.recording = recording;
    this.remark = remark;
  }

  /** By which time the records of recordings come. Event logs know only when events occurred. */
  public enum TimeKind {
    /** When they arrived on Kafka. */
    ARRIVAL,
    /** When they occurred. */
    EVENT
  }

  /**
   * The logs that a path stands for: itself, or what a folder holds. A folder holds an event log
   * ({@code events.csv} or {@code events.avro}), or else its {@code *.avro} files are meant.
   *
   * @throws IOException if there is none or one of them is no log, naming the file
   */
  public static List<ReplayLog> at(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(open(path));
    }
    for (String name : EVENT_LOGS) {
      if (Files.exists(path.resolve(name))) {
        return List.of(open(path.resolve(name)));
      }
    }
    List<ReplayLog> logs = new ArrayList<>();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.filter(ReplayLog::isLog).sorted().toList()) {
        logs.add(open(file));
      }
    }
    if (logs.isEmpty()) {
      throw new IOException(path + ": holds neither events.csv nor a file *.avro");
    }
    return logs;
  }

  private static boolean isLog(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".avro") && !CATALOGUES.contains(name);
  }

  private static ReplayLog open(Path file) throws IOException {
    if (Files.isRegularFile(file) && isAvro(file) && RecordingReader.isRecording(file)) {
      return new ReplayLog(file, true, "");
    }
    return new ReplayLog(file, false, EventLog.open(file).remark().orElse(""));
  }

  private static boolean isAvro(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return Arrays.equals(bytes.readNBytes(AVRO_MAGIC.length), AVRO_MAGIC);
    }
  }

  public Path file() {
    return file.toPath();
  }

  /** What is to be told of how an event log is written. */
  Optional<String> remark() {
    return Optional.of(remark).filter(text -> !text.isEmpty());
  }

  /** Whether it is a recording rather than an event log. */
  public boolean isRecording() {
    return recording;
  }

  /**
   * The catalogue next to an event log, as records; empty for a recording, whose items are among
   * its records. Close the stream.
   */
  Stream<LogRecord> catalogue(Topics topics, LeftOutRows leftOut) throws IOException {
    if (recording) {
      return Stream.empty();
    }
    EventRecords records = new EventRecords(topics);
    Stream<CatalogueItem> items = EventLog.open(file()).items(strict(leftOut));
    return items.map(item -> LogRecord.of(records.of(item)));
  }

  /**
   * The events of an event log, or all records of a recording, each with the time at which it
   * comes. Close the stream.
   *
   * @param topics what the topics are called
   * @param kind by which time the records of a recording come
   * @param leftOut receives each row of an event log that is left out; those are of which there is
   *     no topic
   * @throws DamagedLogException from the stream if the file is truncated or damaged
   */
  Stream<Timed> records(Topics topics, TimeKind kind, LeftOutRows leftOut) throws IOException {
    RunningClock clock = new RunningClock();
    if (recording) {
      RecordingReader reader = RecordingReader.open(file());
      EventValues values = new EventValues();
      return Streams.of(reader, reader)
          .map(record -> new Timed(clock.at(time(record, kind, values)), record));
    }
    EventRecords records = new EventRecords(topics);
    return EventLog.open(file())
        .entries(strict(leftOut))
        .flatMap(entry -> timed(entry, topics, records, clock, leftOut));
  }

  /** An entry as it would come; nothing where there is no topic for it. */
  private static Stream<Timed> timed(
      LogEntry entry,
      Topics topics,
      EventRecords records,
      RunningClock clock,
      LeftOutRows leftOut) {
    Interaction event = entry.interaction();
    ListExposure exposure = entry.exposure();
    if (event != null && topics.has(event.kind())) {
      return Stream.of(new Timed(clock.at(event.atMillis()), LogRecord.of(records.of(event))));
    }
    if (exposure != null && topics.hasExposures()) {
      return Stream.of(
          new Timed(clock.at(exposure.atMillis()), LogRecord.of(records.of(exposure))));
    }
    leftOut.unused(event == null ? UnusedRows.IMPRESSION : UnusedRows.type(event));
    return Stream.empty();
  }

  private static long time(LogRecord record, TimeKind kind, EventValues values) {
    return kind == TimeKind.ARRIVAL
        ? record.timestampMillis()
        : values.occurredMillis(record).orElse(Long.MIN_VALUE);
  }

  /** Damage ends the reading; what is merely no event is left out. */
  private static Consumer<BadRow> strict(LeftOutRows leftOut) {
    return row -> {
      if (row.isDamage()) {
        throw new DamagedLogException(row.file(), Long.toString(row.line()), row.reason());
      }
      leftOut.bad(row);
    };
  }

  /** The time of a file, which a record that tells of something older does not turn back. */
  private static final class RunningClock {

    private long nowMillis;

    long at(long millis) {
      nowMillis = Math.max(nowMillis, millis);
      return nowMillis;
    }
  }
}
