package dev.freshet.localstack.recording;

import static dev.freshet.localstack.recording.Records.NOON;
import static dev.freshet.localstack.recording.Records.ONE_MINUTE;
import static dev.freshet.localstack.recording.Records.TOPICS;
import static dev.freshet.localstack.recording.Records.click;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.localstack.log.BadRow;
import dev.freshet.localstack.log.LeftOutRows;
import dev.freshet.localstack.recording.ReplayLog.TimeKind;
import dev.freshet.runtime.record.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSelectionTest {

  @TempDir private Path folder;
  private final List<BadRow> badRows = new ArrayList<>();
  private final List<String> unused = new ArrayList<>();

  private final LeftOutRows leftOut =
      new LeftOutRows() {
        @Override
        public void bad(BadRow row) {
          badRows.add(row);
        }

        @Override
        public void unused(String type) {
          unused.add(type);
        }
      };

  private static LogSelection all(TimeKind kind, Path... paths) throws IOException {
    List<ReplayLog> logs = new ArrayList<>();
    for (Path path : paths) {
      logs.addAll(ReplayLog.at(path));
    }
    return LogSelection.whole(logs, TOPICS, kind);
  }

  private List<String> users(LogSelection selection) throws IOException {
    try (Stream<Timed> records = selection.records(leftOut)) {
      return records
          .map(
              timed ->
                  new String(Objects.requireNonNull(timed.record().key()), StandardCharsets.UTF_8))
          .toList();
    }
  }

  @Test
  void mergesFilesByTime() throws IOException {
    Path school =
        Records.csv(folder.resolve("school"), NOON + ",ann,a,click,", NOON + 20 + ",ann,b,click,");
    Path office =
        Records.csv(
            folder.resolve("office"), NOON + 10 + ",bob,a,click,", NOON + 20 + ",bob,b,click,");

    assertThat(users(all(TimeKind.EVENT, school, office)))
        .containsExactly("ann", "bob", "ann", "bob");
  }

  @Test
  void keepsTheOrderOfAFileWhoseEventsCameLate() throws IOException {
    Path log =
        Records.csv(
            folder,
            NOON + ",ann,a,click,",
            NOON + 20 + ",bob,a,click,",
            NOON + 10 + ",cyd,a,click,");

    assertThat(users(all(TimeKind.EVENT, log))).containsExactly("ann", "bob", "cyd");
  }

  @Test
  void takesAWindowButKnowsTheItemsFromBefore() throws IOException {
    Path log =
        Records.csv(
            folder,
            NOON + ",ann,a,click,",
            NOON + 20 + ",bob,a,click,",
            NOON + 30 + ",cyd,a,click,");
    Files.writeString(folder.resolve("items.csv"), "item,title,tags\na,A,x\n");
    LogSelection window =
        new LogSelection(ReplayLog.at(log), TOPICS, TimeKind.EVENT, NOON + 20, NOON + 30);

    assertThat(users(window)).containsExactly("bob");
    try (Stream<LogRecord> catalogue = window.catalogue(leftOut)) {
      assertThat(catalogue).extracting(LogRecord::topic).containsExactly("items");
    }
  }

  @Test
  void ordersRecordingsByArrivalOrByWhatTheyTell() throws IOException {
    Path clicks =
        Records.recording(
            folder.resolve("clicks-0.avro"), click(0, "ann", NOON, NOON + 3 * ONE_MINUTE));
    Path others =
        Records.recording(
            folder.resolve("clicks-1.avro"),
            click(0, "bob", NOON + ONE_MINUTE, NOON + 2 * ONE_MINUTE));

    assertThat(users(all(TimeKind.ARRIVAL, clicks, others))).containsExactly("bob", "ann");
    assertThat(users(all(TimeKind.EVENT, clicks, others))).containsExactly("ann", "bob");
  }

  @Test
  void takesAFolderForAllItsRecordings() throws IOException {
    Records.recording(folder.resolve("clicks-0.avro"), click(0, "ann", NOON, NOON));
    Records.recording(folder.resolve("clicks-1.avro"), click(0, "bob", NOON, NOON));

    assertThat(users(all(TimeKind.ARRIVAL, folder))).containsExactly("ann", "bob");
  }

  @Test
  void leavesOutRowsThatAreNoEventsAndGoesOn() throws IOException {
    Path log =
        Records.csv(folder, NOON + ",ann,a,click,", NOON + ",bob,a,dance,", NOON + ",cyd,a,click,");

    assertThat(users(all(TimeKind.EVENT, log))).containsExactly("ann", "cyd");
    assertThat(badRows).extracting(BadRow::reason).containsExactly("unknown type dance");
  }

  @Test
  void takesPurchasesIfThereIsATopicOfThem() throws IOException {
    Path log = Records.csv(folder, NOON + ",ann,a,click,", NOON + ",bob,plan,purchase,");
    Topics selling = new Topics("clicks", "study", "comments", "orders", "items", "rejected");

    LogSelection sold = LogSelection.whole(ReplayLog.at(log), selling, TimeKind.EVENT);

    assertThat(users(sold)).containsExactly("ann", "bob");
    assertThat(users(all(TimeKind.EVENT, log))).containsExactly("ann");
    assertThat(unused).containsExactly("purchase");
    assertThat(badRows).isEmpty();
  }

  @Test
  void takesImpressionsIfThereIsATopicOfThem() throws IOException {
    Path log = Records.csv(folder, NOON + ",ann,a|b,impression,home", NOON + ",bob,a,click,");
    Topics showing = new Topics("clicks", "study", "comments", "", "shown", "items", "rejected");

    LogSelection shown = LogSelection.whole(ReplayLog.at(log), showing, TimeKind.EVENT);

    assertThat(users(shown)).containsExactly("ann", "bob");
    assertThat(users(all(TimeKind.EVENT, log))).containsExactly("bob");
    assertThat(unused).containsExactly("impression");
    assertThat(badRows).isEmpty();
  }

  @Test
  void endsWithFileAndLineWhereALogIsTruncated() throws IOException {
    Path log = Records.csv(folder, NOON + ",ann,a,click,");
    Files.writeString(log, Files.readString(log) + NOON + ",bob,a,cli");

    assertThatThrownBy(() -> users(all(TimeKind.EVENT, log)))
        .isInstanceOf(DamagedLogException.class)
        .hasMessage(log + ":3: the file is truncated: expected 5 columns, found 4");
  }

  @Test
  void saysWhatAFolderLacks() {
    assertThatThrownBy(() -> ReplayLog.at(folder))
        .hasMessage(folder + ": holds neither events.csv nor a file *.avro");
  }
}
