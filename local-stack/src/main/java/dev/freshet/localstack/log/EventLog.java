package dev.freshet.localstack.log;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A log of what learners did, in one file, with the catalogue next to it.
 *
 * <p>Two formats, told apart by the file's first bytes:
 *
 * <ul>
 *   <li><b>CSV</b> with the columns {@code ts,user,item,type,value} (header required; {@code ts} in
 *       one of {@link TimeFormat}, which the first rows tell). Types: click, study (value =
 *       seconds, may be empty), comment, question, answer, review (value = its rating of 1 to 10,
 *       may be empty), like, dislike, accept, share, rating, which is the same as review, and
 *       purchase. A number in the value of another type is ignored. Optionally {@code
 *       post,thread,replyTo} tell what belongs to which discussion; {@code post} is then the
 *       event's id. What users were shown is of the type impression: {@code item} has the items in
 *       the order in which they were shown, divided by {@code |}, {@code value} the placement, and
 *       optionally {@code experiments} {@code experiment=variant}, {@code reasons} why each item
 *       was shown and {@code chances} how likely each was to be in its place, divided by {@code |}.
 *       Or each item has a row, all of one list with the same {@code post} and one after the other
 *       in the order shown.
 *   <li><b>Avro</b> container file of ClickEvent, StudyEvent, CommentEvent, PurchaseEvent,
 *       ExposureEvent or Item, or a union.
 * </ul>
 *
 * <p>The catalogue is {@code items.csv} ({@code item,title,tags} with tags divided by {@code |};
 * optionally {@code kind,published,retired}) or {@code items.avro} in the same folder, or the Item
 * records of an Avro log; it may be absent.
 *
 * <p>Everything is streamed: nothing but the row at hand is in memory. Rows come in the file's
 * order, which need not be the order of time. An event of a CSV log has the id {@code
 * folder/file#row}, so that equal rows stay two events while a second reading gives every event its
 * first id; an Avro event has its own.
 */
public final class EventLog {

  private static final byte[] AVRO_MAGIC = "Obj\u0001".getBytes(StandardCharsets.US_ASCII);

  private final Path file;
  private final boolean avro;
  private Times times = Times.unknown();

  private EventLog(Path file, boolean avro) {
    this.file = file;
    this.avro = avro;
  }

  /**
   * The log in a file, which is checked to exist and to be one, and whose first rows tell how its
   * times are written.
   *
   * @throws UnreadableLogException if the file is missing, is no file, or has the wrong header
   */
  public static EventLog open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      String what = Files.exists(file) ? "is not a file" : "does not exist";
      throw new UnreadableLogException(
          file,
          what + "; expected a CSV file with the columns ts,user,item,type,value or an Avro file");
    }
    if (!Files.isReadable(file)) {
      throw new UnreadableLogException(file, "may not be read by this user");
    }
    EventLog log = new EventLog(file, isAvro(file));
    log.times = Times.of(times -> log.openEntries(times, ignored -> {}));
    return log;
  }

  /**
   * The log in a file, or in a folder: there its {@code events.csv}, or else {@code events.avro}.
   *
   * @throws UnreadableLogException if the file is missing, is no file, or has the wrong header
   */
  public static EventLog openIn(Path fileOrFolder) throws IOException {
    if (!Files.isDirectory(fileOrFolder)) {
      return open(fileOrFolder);
    }
    Path avro = fileOrFolder.resolve("events.avro");
    Path csv = fileOrFolder.resolve("events.csv");
    return open(Files.exists(avro) && !Files.exists(csv) ? avro : csv);
  }

  private static boolean isAvro(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return Arrays.equals(bytes.readNBytes(AVRO_MAGIC.length), AVRO_MAGIC);
    }
  }

  /** The file, as the caller named it. */
  public Path file() {
    return file;
  }

  /** The log's name for people: its folder and file, such as {@code mars_en/events.csv}. */
  public String name() {
    Path whole = file.toAbsolutePath().normalize();
    int parts = whole.getNameCount();
    return whole.subpath(Math.max(0, parts - 2), parts).toString().replace('\\', '/');
  }

  /** How its times are written, where it is not in milliseconds; to be told. */
  public Optional<String> remark() {
    return times
        .format()
        .filter(format -> format != TimeFormat.MILLISECONDS)
        .map(format -> "%s: times are in %s".formatted(file, format));
  }

  /**
   * The events in the file's order, read as they are asked for. Purchases are among them, which not
   * everything reads. Close the stream.
   *
   * @param badRows receives each row that is left out, while the stream is consumed; a row whose
   *     time is not written like the others' ends the stream with an {@link UncheckedIOException}
   */
  public Stream<Interaction> interactions(Consumer<BadRow> badRows) throws IOException {
    return entries(badRows).flatMap(entry -> Stream.ofNullable(entry.interaction()));
  }

  /**
   * The same with what users were shown among them.
   *
   * @param badRows receives each row that is left out
   */
  public Stream<LogEntry> entries(Consumer<BadRow> badRows) throws IOException {
    return stream(new JoinedEntries(openEntries(times, badRows)));
  }

  private LogRows<LogEntry> openEntries(Times written, Consumer<BadRow> badRows)
      throws IOException {
    if (!avro) {
      return new CsvTable<>(file, CsvEvent.COLUMNS, new CsvEvent(name(), written), badRows);
    }
    return new AvroTable<>(file, new AvroEvent(name(), written), badRows);
  }

  /**
   * The catalogue in the order of its rows, read as they are asked for; empty when there is none.
   * Close the stream.
   *
   * @param badRows receives each row that is left out, while the stream is consumed
   * @throws UnreadableLogException if there is a catalogue file, but with the wrong header
   */
  public Stream<CatalogueItem> items(Consumer<BadRow> badRows) throws IOException {
    Times written = Times.of(each -> openItems(each, ignored -> {}));
    return stream(openItems(written, badRows));
  }

  private LogRows<CatalogueItem> openItems(Times written, Consumer<BadRow> badRows)
      throws IOException {
    Path csv = file.resolveSibling("items.csv");
    Path avroItems = file.resolveSibling("items.avro");
    if (Files.isRegularFile(csv)) {
      return new CsvTable<>(csv, CsvItem.COLUMNS, new CsvItem(written), badRows);
    }
    if (Files.isRegularFile(avroItems)) {
      return new AvroTable<>(avroItems, new AvroItem(written), badRows);
    }
    return avro
        ? new AvroTable<>(file, new AvroItem(written), row -> tellOfItem(row, badRows))
        : LogRows.none();
  }

  /** That the log itself is damaged is told when its events are read. */
  private static void tellOfItem(BadRow row, Consumer<BadRow> badRows) {
    if (!row.isDamage()) {
      badRows.accept(row);
    }
  }

  private static <T> Stream<T> stream(LogRows<T> rows) {
    Spliterator<T> ordered =
        Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED | Spliterator.NONNULL);
    return StreamSupport.stream(ordered, false).onClose(() -> close(rows));
  }

  private static void close(LogRows<?> rows) {
    try {
      rows.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close a log", e);
    }
  }
}
