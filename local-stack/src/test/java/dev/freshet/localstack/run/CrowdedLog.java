package dev.freshet.localstack.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Eighty crowded minutes, six hours apart, each around a quarter of a day: so many midnights. */
final class CrowdedLog {

  private static final long MIDNIGHT = 1_764_028_800_000L;
  private static final long HOUR = 3_600_000L;

  private CrowdedLog() {}

  /** When the crowd of a number gathers, epoch milliseconds. */
  static long crowd(int number) {
    return MIDNIGHT + 6 * HOUR * number;
  }

  /**
   * Writes events, and a catalogue next to them.
   *
   * @param kinds types and values of rows, of which each has one by chance
   * @param more rows at the end
   * @return the file of events
   */
  static String write(Path folder, List<String> kinds, String more) throws IOException {
    Random random = new Random(7);
    StringBuilder rows = new StringBuilder("ts,user,item,type,value\n");
    for (int crowd = 0; crowd < 80; crowd++) {
      for (int i = 0; i < 12; i++) {
        rows.append(
            "%d,user-%d,item-%d,%s%n"
                .formatted(
                    crowd(crowd) + 10_000L * (i - 6),
                    random.nextInt(15),
                    random.nextInt(25),
                    kinds.get(random.nextInt(kinds.size()))));
      }
    }
    rows.append(more);
    StringBuilder items = new StringBuilder("item,title,tags\n");
    for (int item = 0; item < 25; item++) {
      items.append("item-%d,Item %d,tag-%d|tag-%d%n".formatted(item, item, item % 4, item % 7));
    }
    Files.writeString(folder.resolve("items.csv"), items);
    return Files.writeString(folder.resolve("events.csv"), rows).toString();
  }
}
