package dev.freshet.localstack.recording;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * Reads a recording record by record. Unlike an event log, of which a damaged part is left out, a
 * recording is whole or it is an error: {@link DamagedLogException} from {@link #hasNext} tells
 * after which record.
 */
public final class RecordingReader implements Iterator<LogRecord>, Closeable {

  private final Path file;
  private final long length;
  private final DataFileReader<GenericRecord> reader;
  private long position;
  private boolean tornAtEnd;

  private RecordingReader(Path file, long length, DataFileReader<GenericRecord> reader) {
    this.file = file;
    this.length = length;
    this.reader = reader;
  }

  /**
   * Opens a recording.
   *
   * @throws IOException if it is no Avro file of the schema {@code KafkaRecord}, naming it
   */
  public static RecordingReader open(Path file) throws IOException {
    RecordingReader opened = new RecordingReader(file, Files.size(file), container(file));
    if (!opened.holdsRecording()) {
      opened.close();
      throw new IOException(
          file + ": holds no recording, but " + opened.reader.getSchema().getFullName());
    }
    return opened;
  }

  private static DataFileReader<GenericRecord> container(Path file) throws IOException {
    try {
      return new DataFileReader<>(new File(file.toString()), new GenericDatumReader<>());
    } catch (IOException | AvroRuntimeException e) {
      throw new IOException(
          file + ": cannot be read as an Avro container file: " + e.getMessage(), e);
    }
  }

  private boolean holdsRecording() {
    return reader.getSchema().getFullName().equals(RecordingFormat.SCHEMA.getFullName());
  }

  /** Whether an Avro container file is a recording rather than a log of events. */
  static boolean isRecording(Path file) throws IOException {
    try (RecordingReader opened = new RecordingReader(file, 0, container(file))) {
      return opened.holdsRecording();
    }
  }

  /** What the file's header says of a name; empty if nothing. */
  String header(String name) {
    String value = reader.getMetaString(name);
    return value == null ? "" : value;
  }

  @Override
  public boolean hasNext() {
    boolean more;
    try {
      more = reader.hasNext();
    } catch (AvroRuntimeException e) {
      throw damaged("the block after this record is damaged: " + e.getMessage());
    }
    if (!more && length > wholeBytes()) {
      // Avro takes an incomplete last block for the end of the file.
      tornAtEnd = true;
      throw damaged(
          "the file is truncated: %,d bytes after the last whole block"
              .formatted(length - wholeBytes()));
    }
    return more;
  }

  /** Whether the damage met is just an incomplete last block. */
  boolean isTornAtEnd() {
    return tornAtEnd;
  }

  /** The bytes of all blocks read so far. */
  long wholeBytes() {
    return reader.previousSync();
  }

  /** Records read so far. */
  long position() {
    return position;
  }

  @Override
  public LogRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      GenericRecord written = reader.next();
      position++;
      return RecordingFormat.read(written);
    } catch (AvroRuntimeException | IndexOutOfBoundsException e) {
      throw damaged("the next record is damaged: " + e.getMessage());
    }
  }

  private DamagedLogException damaged(String reason) {
    return new DamagedLogException(file, Long.toString(position), reason);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
