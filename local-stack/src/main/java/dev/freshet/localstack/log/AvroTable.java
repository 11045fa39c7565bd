package dev.freshet.localstack.log;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads an Avro container file record by record as its writer's schema has it, so that files of
 * every schema version are read by their fields' names. A damaged block is one bad row; reading
 * goes on with the block after it.
 */
final class AvroTable<T> extends LogRows<T> {

  /** Turns a record into what it says, or null if it is of a kind that is not asked for. */
  @FunctionalInterface
  interface RecordParser<T> {

    @Nullable T parse(long position, GenericRecord record) throws BadRowException;
  }

  private static final Set<String> RECORD_NAMES =
      Set.of("ClickEvent", "StudyEvent", "CommentEvent", "PurchaseEvent", "ExposureEvent", "Item");

  private final Path file;
  private final RecordParser<T> parser;
  private final Consumer<BadRow> badRows;
  private final DataFileReader<Object> reader;
  private final long length;
  private long position;
  private boolean truncationReported;

  /**
   * Opens the file and checks its schema.
   *
   * @throws UnreadableLogException if it is no Avro file or holds none of these records
   */
  AvroTable(Path file, RecordParser<T> parser, Consumer<BadRow> badRows) throws IOException {
    this.file = file;
    this.parser = parser;
    this.badRows = badRows;
    this.length = Files.size(file);
    try {
      this.reader = new DataFileReader<>(new File(file.toString()), new GenericDatumReader<>());
    } catch (IOException | AvroRuntimeException e) {
      throw new UnreadableLogException(
          file, "cannot be read as an Avro container file: " + e.getMessage(), e);
    }
    Set<String> held =
        branches(reader.getSchema()).stream().map(Schema::getName).collect(Collectors.toSet());
    if (held.stream().noneMatch(RECORD_NAMES::contains)) {
      reader.close();
      throw new UnreadableLogException(
          file, "expected Avro records of " + RECORD_NAMES + ", found: " + held);
    }
  }

  private static List<Schema> branches(Schema schema) {
    return schema.isUnion() ? schema.getTypes() : List.of(schema);
  }

  @Override
  @Nullable T read() {
    T row = null;
    while (row == null) {
      try {
        if (!reader.hasNext()) {
          reportTruncation();
          return null;
        }
        position++;
        row = parse(reader.next());
      } catch (AvroRuntimeException | IndexOutOfBoundsException e) {
        skipBlock(e);
      }
    }
    return row;
  }

  private @Nullable T parse(Object datum) {
    try {
      if (datum instanceof GenericRecord record) {
        return parser.parse(position, record);
      }
      throw new BadRowException("not a record");
    } catch (BadRowException e) {
      badRows.accept(new BadRow(file, position, e.reason(), String.valueOf(datum)));
      return null;
    } catch (MixedTimesException e) {
      throw UnreadableLogException.whileReading(file, position, e);
    }
  }

  private void reportTruncation() {
    // Avro takes an incomplete last block for the end of the file.
    long missed = length - reader.previousSync();
    if (missed > 0 && !truncationReported) {
      truncationReported = true;
      String text = missed + " bytes after the last whole block";
      badRows.accept(new BadRow(file, position + 1, BadRow.TRUNCATED, text));
    }
  }

  private void skipBlock(RuntimeException damage) {
    badRows.accept(new BadRow(file, position, BadRow.DAMAGED, String.valueOf(damage)));
    try {
      reader.sync(reader.previousSync() + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read on after record " + position, e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
