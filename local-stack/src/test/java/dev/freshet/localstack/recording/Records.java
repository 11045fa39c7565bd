package dev.freshet.localstack.recording;

import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import dev.freshet.scoring.event.Interaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Records for tests, and files of them. */
final class Records {

  static final long NOON = 1_764_072_000_000L;
  static final long ONE_MINUTE = 60_000L;
  static final Topics TOPICS = new Topics("clicks", "study", "comments", "items", "rejected");

  private Records() {}

  /** A record of which only place and time matter. */
  static LogRecord at(long offset, long atMillis) {
    return new LogRecord(
        "clicks", 0, offset, atMillis, bytes("ann"), bytes("value-" + offset), List.of());
  }

  static LogRecord click(long offset, String user, long occurredMillis, long arrivedMillis) {
    LogRecord record =
        LogRecord.of(
            new EventRecords(TOPICS)
                .of(Interaction.click("click-" + offset, user, "algebra", occurredMillis)));
    return new LogRecord(
        "clicks",
        0,
        offset,
        arrivedMillis,
        record.key(),
        record.value(),
        List.of(new RecordHeader("trace", bytes("t" + offset))));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A recording of these, one block each. */
  static Path recording(Path file, LogRecord... records) throws IOException {
    try (RecordingWriter writer = RecordingWriter.begin(file, "topic-1", 0)) {
      for (LogRecord record : records) {
        writer.append(record);
        writer.flush();
      }
    }
    return file;
  }

  static Path csv(Path folder, String... rows) throws IOException {
    Files.createDirectories(folder);
    return Files.writeString(
        folder.resolve("events.csv"), "ts,user,item,type,value\n" + String.join("\n", rows) + "\n");
  }
}
