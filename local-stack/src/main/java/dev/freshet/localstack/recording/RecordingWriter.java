package dev.freshet.localstack.recording;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/**
 * Writes the recording of one partition. A file that is there already is gone on with: where the
 * recording stands follows from its last record alone, so that nothing can get out of step with it.
 * What a killed process left half written at its end is cut off.
 */
public final class RecordingWriter implements Closeable {

  private static final String START = "freshet.start-offset";
  private static final String TOPIC_ID = "freshet.topic-id";

  private static final int COMPRESSION = 1;

  private final DataFileWriter<GenericRecord> writer;
  private final Contents before;
  private long nextOffset;
  private long added;

  private RecordingWriter(DataFileWriter<GenericRecord> writer, Contents before) {
    this.writer = writer;
    this.before = before;
    nextOffset = before.nextOffset();
  }

  /**
   * What a recording holds.
   *
   * @param topicId the identity of the topic, which a topic made again does not share
   * @param startOffset where the recording begins, whether there was a record or not
   * @param nextOffset the offset after its last record
   * @param records how many it holds
   * @param wholeBytes the bytes of its whole blocks
   */
  public record Contents(
      String topicId, long startOffset, long nextOffset, long records, long wholeBytes) {}

  /**
   * Reads what a recording holds and checks that its offsets ascend.
   *
   * @throws IOException if it cannot be read
   * @throws DamagedLogException if it is damaged or truncated
   */
  public static Contents verify(Path file) throws IOException {
    try (RecordingReader reader = RecordingReader.open(file)) {
      return contents(file, reader, false);
    }
  }

  private static Contents contents(Path file, RecordingReader reader, boolean tornEndAllowed)
      throws IOException {
    long start = Long.parseLong(reader.header(START));
    long next = start;
    while (hasNext(reader, tornEndAllowed)) {
      LogRecord record = reader.next();
      if (record.offset() < next) {
        throw new DamagedLogException(
            file,
            Long.toString(reader.position()),
            "offset %d comes after offset %d".formatted(record.offset(), next - 1));
      }
      next = record.offset() + 1;
    }
    return new Contents(
        reader.header(TOPIC_ID), start, next, reader.position(), reader.wholeBytes());
  }

  private static boolean hasNext(RecordingReader reader, boolean tornEndAllowed) {
    try {
      return reader.hasNext();
    } catch (DamagedLogException e) {
      if (tornEndAllowed && reader.isTornAtEnd()) {
        return false;
      }
      throw e;
    }
  }

  /** Begins a recording at an offset. */
  public static RecordingWriter begin(Path file, String topicId, long startOffset)
      throws IOException {
    DataFileWriter<GenericRecord> writer = writer();
    writer.setMeta(TOPIC_ID, topicId);
    writer.setMeta(START, startOffset);
    writer.create(RecordingFormat.SCHEMA, new File(file.toString()));
    writer.flush();
    return new RecordingWriter(writer, new Contents(topicId, startOffset, startOffset, 0, 0));
  }

  /**
   * Goes on with a recording after its last whole block.
   *
   * @throws IOException if it cannot be read
   * @throws DamagedLogException if it is damaged before its end
   */
  public static RecordingWriter resume(Path file) throws IOException {
    Contents before;
    try (RecordingReader reader = RecordingReader.open(file)) {
      before = contents(file, reader, true);
    }
    if (before.wholeBytes() < Files.size(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(before.wholeBytes());
      }
    }
    return new RecordingWriter(writer().appendTo(new File(file.toString())), before);
  }

  private static DataFileWriter<GenericRecord> writer() {
    return new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(RecordingFormat.SCHEMA))
        .setCodec(CodecFactory.deflateCodec(COMPRESSION));
  }

  /** What the file held when it was opened. */
  public Contents before() {
    return before;
  }

  /** The offset after the last record. */
  public long nextOffset() {
    return nextOffset;
  }

  /** Records held, those from before included. */
  public long records() {
    return before.records() + added;
  }

  public void append(LogRecord record) throws IOException {
    writer.append(RecordingFormat.write(record));
    nextOffset = record.offset() + 1;
    added++;
  }

  /** Makes sure that what was appended survives this process. */
  public void flush() throws IOException {
    writer.flush();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
