package dev.freshet.localstack.simulate;

import dev.freshet.localstack.simulator.Showcase;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.PriorityQueue;

/**
 * A log that was written.
 *
 * @param folder where
 * @param events rows of what learners did
 * @param impressions rows of what they were shown
 * @param taken from how large a share of the lists something was taken, without the first ones: 0–1
 * @param appeal from how large a share it would have been by learners who look at all of a list
 */
record SimulatedLog(Path folder, int events, int impressions, double taken, double appeal) {

  /** 2026-01-01, so that a log never lies in the future. */
  private static final long START_MILLIS = 1_767_225_600_000L;

  private static final long STEP_MILLIS = 15_000L;

  /** What is taken from a list is taken later than the list was shown, but no later than this. */
  private static final long LATEST_MILLIS = 60_000L;

  /** Of so many lists the first one is not judged: nobody knew the learners then. */
  private static final int FIRST = 20;

  private record Row(long atMillis, String text, Showcase.Step step) {}

  /** How many steps go by before lists are judged. */
  static int first(int steps) {
    return steps / FIRST;
  }

  /** Writes a log in the order of time. */
  static SimulatedLog write(Path folder, Showcase showcase, ListSource lists, int steps)
      throws IOException {
    Files.createDirectories(folder);
    writeItems(folder, showcase);
    DoubleSummaryStatistics taken = new DoubleSummaryStatistics();
    DoubleSummaryStatistics appeal = new DoubleSummaryStatistics();
    PriorityQueue<Row> waiting =
        new PriorityQueue<>(Comparator.comparingLong(Row::atMillis).thenComparing(Row::text));
    int events = 0;
    int impressions = 0;
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("events.csv"))) {
      out.write("ts,user,item,type,value\n");
      for (int i = 0; i < steps; i++) {
        long atMillis = START_MILLIS + i * STEP_MILLIS + Math.floorMod(i * 7_919L, 10_000L);
        Showcase.Step step = lists.next(showcase, atMillis);
        if (step.shown() != null) {
          waiting.add(row(step.shown()));
          impressions++;
          if (i >= first(steps)) {
            taken.accept(step.taken() == null ? 0.0 : 1.0);
            appeal.accept(showcase.appeal(step.shown().user(), step.shown().items()));
          }
        }
        if (step.taken() != null) {
          waiting.add(row(step.taken()));
          events++;
        }
        writeUpTo(atMillis - LATEST_MILLIS, waiting, lists, out);
      }
      writeUpTo(Long.MAX_VALUE, waiting, lists, out);
    }
    return new SimulatedLog(folder, events, impressions, taken.getAverage(), appeal.getAverage());
  }

  private static Row row(ListExposure shown) {
    return new Row(
        shown.atMillis(),
        "%d,%s,%s,impression,%s%n"
            .formatted(
                shown.atMillis(), shown.user(), String.join("|", shown.items()), shown.placement()),
        new Showcase.Step(shown, null));
  }

  private static Row row(Interaction taken) {
    return new Row(
        taken.atMillis(),
        "%d,%s,%s,click,%n".formatted(taken.atMillis(), taken.user(), taken.item()),
        new Showcase.Step(null, taken));
  }

  private static void writeUpTo(
      long millis, PriorityQueue<Row> waiting, ListSource lists, BufferedWriter out)
      throws IOException {
    for (Row next = waiting.peek();
        next != null && next.atMillis() <= millis;
        next = waiting.peek()) {
      out.write(next.text());
      if (next.step().shown() != null) {
        lists.accept(next.step().shown());
      }
      if (next.step().taken() != null) {
        lists.accept(next.step().taken());
      }
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
    return "%s: %,d events and %,d impressions%n".formatted(folder, events, impressions)
        + "after the first twentieth %.4f of the lists were taken from; appeal %.4f"
            .formatted(taken, appeal);
  }
}
