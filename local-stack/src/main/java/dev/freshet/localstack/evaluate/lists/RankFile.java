package dev.freshet.localstack.evaluate.lists;

import dev.freshet.localstack.evaluate.replay.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Freshet's ranks as CSV: {@code user,item,rank}, a row a choice in the order of time. */
final class RankFile {

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setHeader("user", "item", "rank").setRecordSeparator("\n").get();

  private RankFile() {}

  /** Writes the file again; the rank of an item that was not on the list is empty. */
  static void write(Evaluation evaluation, Path file) throws IOException {
    List<Integer> choices = evaluation.choices();
    int[] ranks = evaluation.freshet().ranks();
    try (CSVPrinter rows = new CSVPrinter(Files.newBufferedWriter(file), FORMAT)) {
      for (int i = 0; i < ranks.length; i++) {
        Event event = evaluation.replay().events().get(choices.get(i));
        String rank = ranks[i] == Metrics.UNLISTED ? "" : Integer.toString(ranks[i]);
        rows.printRecord(event.interaction().user(), event.interaction().item(), rank);
      }
    }
  }
}
