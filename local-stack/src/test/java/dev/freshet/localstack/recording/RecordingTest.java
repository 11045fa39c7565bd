package dev.freshet.localstack.recording;

import static dev.freshet.localstack.recording.Records.NOON;
import static dev.freshet.localstack.recording.Records.at;
import static dev.freshet.localstack.recording.Records.bytes;
import static dev.freshet.localstack.recording.Records.click;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {

  @TempDir private Path folder;
  private Path file = Path.of(".");

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("clicks-0.avro");
  }

  private List<LogRecord> read() throws IOException {
    List<LogRecord> records = new ArrayList<>();
    try (RecordingReader reader = RecordingReader.open(file)) {
      reader.forEachRemaining(records::add);
    }
    return records;
  }

  private void cut(int bytes) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - bytes));
  }

  @Test
  void givesBackWhatWasRecordedToTheLastByte() throws IOException {
    LogRecord rich =
        new LogRecord(
            "clicks",
            0,
            17,
            NOON,
            bytes("ann"),
            bytes("\u0000\u0001"),
            List.of(
                new RecordHeader("trace", bytes("a")),
                new RecordHeader("trace", bytes("b")),
                new RecordHeader("empty", (byte[]) null)));
    LogRecord bare = new LogRecord("clicks", 0, 18, -1, null, null, List.of());
    Records.recording(file, rich, bare);

    assertThat(read()).usingRecursiveFieldByFieldElementComparator().containsExactly(rich, bare);
  }

  @Test
  void goesOnAfterTheLastRecord() throws IOException {
    Records.recording(file, at(3, NOON), at(5, NOON));

    try (RecordingWriter writer = RecordingWriter.resume(file)) {
      assertThat(writer.nextOffset()).isEqualTo(6);
      assertThat(writer.before().records()).isEqualTo(2);
      writer.append(at(6, NOON));
    }

    assertThat(read()).extracting(LogRecord::offset).containsExactly(3L, 5L, 6L);
    assertThat(RecordingWriter.verify(file))
        .extracting(RecordingWriter.Contents::nextOffset, RecordingWriter.Contents::records)
        .containsExactly(7L, 3L);
  }

  @Test
  void cutsOffWhatAKilledProcessLeftHalfWritten() throws IOException {
    Records.recording(file, at(3, NOON), at(5, NOON));
    cut(4);

    try (RecordingWriter writer = RecordingWriter.resume(file)) {
      assertThat(writer.nextOffset()).isEqualTo(4);
      writer.append(at(5, NOON));
    }

    assertThat(read()).extracting(LogRecord::offset).containsExactly(3L, 5L);
  }

  @Test
  void namesFileAndPlaceWhereItIsTruncated() throws IOException {
    Records.recording(file, at(3, NOON), at(5, NOON));
    cut(4);

    assertThatThrownBy(this::read)
        .isInstanceOf(DamagedLogException.class)
        .hasMessageStartingWith(file + ":1: the file is truncated");
  }

  @Test
  void namesFileAndPlaceWhereItIsDamaged() throws IOException {
    Records.recording(file, at(3, NOON), at(5, NOON), at(6, NOON));
    byte[] bytes = Files.readAllBytes(file);
    // The marker after the second of three blocks.
    int mark = bytes.length - (bytes.length - indexOfLastBlock(bytes)) - 8;
    bytes[mark] ^= 0x55;
    Files.write(file, bytes);

    assertThatThrownBy(this::read)
        .isInstanceOf(DamagedLogException.class)
        .hasMessageStartingWith(file + ":");
  }

  private static int indexOfLastBlock(byte[] bytes) {
    byte[] mark = Arrays.copyOfRange(bytes, bytes.length - 16, bytes.length);
    for (int at = bytes.length - 17; at > 0; at--) {
      if (Arrays.equals(Arrays.copyOfRange(bytes, at, at + 16), mark)) {
        return at + 16;
      }
    }
    throw new IllegalArgumentException("only one block");
  }

  @Test
  void refusesOffsetsThatDoNotAscend() throws IOException {
    Records.recording(file, at(3, NOON), at(3, NOON));

    assertThatThrownBy(() -> RecordingWriter.verify(file))
        .hasMessageContaining(":2: offset 3 comes after offset 3");
  }

  @Test
  void refusesWhatIsNoRecording() throws IOException {
    Files.writeString(file, "ts,user,item,type,value\n");

    assertThatThrownBy(() -> RecordingReader.open(file))
        .hasMessageStartingWith(file + ": cannot be read as an Avro container file");
  }

  @Test
  void movesEventsInTimeAndMakesThemOthers() {
    LogRecord moved = new TimeShift(1_000, "/2").applyTo(click(7, "ann", NOON, NOON + 5));

    assertThat(moved.says(click(7, "ann", NOON, NOON))).isFalse();
    assertThat(moved.timestampMillis()).isEqualTo(NOON + 1_005);
    assertThat(new EventValues().occurredMillis(moved)).hasValue(NOON + 1_000);
    assertThat(new TimeShift(-1_000, "").applyTo(new TimeShift(1_000, "").applyTo(at(1, NOON))))
        .usingRecursiveComparison()
        .isEqualTo(at(1, NOON));
  }

  @Test
  void leavesWhatIsNoEventAsItIs() {
    LogRecord poison = at(1, NOON);

    assertThat(new TimeShift(1_000, "/2").applyTo(poison).says(poison)).isTrue();
    assertThat(new EventValues().occurredMillis(poison)).isEmpty();
  }
}
