package dev.freshet.localstack.simulate;

import dev.freshet.localstack.simulator.Showcase;
import dev.freshet.localstack.simulator.ShowcaseSettings;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A log that was written.
 *
 * @param folder where
 * @param events rows of what learners did
 * @param impressions rows of what they were shown
 */
record SimulatedLog(Path folder, int events, int impressions) {

  /** 2026-01-01, so that a log never lies in the future. */
  private static final long START_MILLIS = 1_767_225_600_000L;

  private static final long STEP_MILLIS = 15_000L;

  /** What is taken from a list is taken later than the list was shown, but no later than this. */
  private static final long LATEST_MILLIS = 60_000L;

  private record Row(long atMillis, String text) {}

  /** Writes a log in the order of time. */
  static SimulatedLog write(Path folder, ShowcaseSettings settings, int steps) throws IOException {
    Files.createDirectories(folder);
    Showcase showcase = new Showcase(settings);
    writeItems(folder, showcase);
    PriorityQueue<Row> waiting =
        new PriorityQueue<>(Comparator.comparingLong(Row::atMillis).thenComparing(Row::text));
    int events = 0;
    int impressions = 0;
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("events.csv"))) {
      out.write("ts,user,item,type,value\n");
      for (int i = 0; i < steps; i++) {
        long atMillis = START_MILLIS + i * STEP_MILLIS + Math.floorMod(i * 7_919L, 10_000L);
        Showcase.Step step = showcase.next(atMillis);
        if (step.shown() != null) {
          waiting.add(row(step.shown()));
          impressions++;
        }
        if (step.taken() != null) {
          waiting.add(row(step.taken()));
          events++;
        }
        writeUpTo(atMillis - LATEST_MILLIS, waiting, out);
      }
      writeUpTo(Long.MAX_VALUE, waiting, out);
    }
    return new SimulatedLog(folder, events, impressions);
  }

  private static Row row(ListExposure shown) {
    return new Row(
        shown.atMillis(),
        "%d,%s,%s,impression,%s%n"
            .formatted(
                shown.atMillis(),
                shown.user(),
                String.join("|", shown.items()),
                shown.placement()));
  }

  private static Row row(Interaction taken) {
    return new Row(
        taken.atMillis(),
        "%d,%s,%s,click,%n".formatted(taken.atMillis(), taken.user(), taken.item()));
  }

  private static void writeUpTo(long millis, PriorityQueue<Row> waiting, BufferedWriter out)
      throws IOException {
    for (Row next = waiting.peek();
        next != null && next.atMillis() <= millis;
        next = waiting.peek()) {
      out.write(next.text());
      waiting.remove();
    }
  }

  private static void writeItems(Path folder, Showcase showcase) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("items.csv"))) {
      out.write("item,title,tags\n");
      for (CatalogueItem item : showcase.catalogue()) {
        out.write("%s,%s,%s%n".formatted(item.item(), item.title(), String.join("|", item.tags())));
      }
    }
  }

  @Override
  public String toString() {
    return "%s: %,d events and %,d impressions".formatted(folder, events, impressions);
  }
}
