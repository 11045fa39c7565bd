package dev.freshet.localstack.log;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Writes and reads event logs for tests. */
public final class TestLog {

  private TestLog() {}

  /** A log of these rows, {@code events.csv} of the folder. */
  public static Path write(Path folder, String rows) throws IOException {
    return Files.writeString(folder.resolve("events.csv"), "ts,user,item,type,value\n" + rows);
  }

  static List<Interaction> events(Path log, Consumer<BadRow> badRows) throws IOException {
    try (Stream<Interaction> events = EventLog.open(log).interactions(badRows)) {
      return events.toList();
    }
  }

  static List<CatalogueItem> items(Path log, Consumer<BadRow> badRows) throws IOException {
    try (Stream<CatalogueItem> items = EventLog.open(log).items(badRows)) {
      return items.toList();
    }
  }
}
