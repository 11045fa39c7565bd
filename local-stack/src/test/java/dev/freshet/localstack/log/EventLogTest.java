package dev.freshet.localstack.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.event.ItemVector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventLogTest {

  private static final String HEADER = "ts,user,item,type,value\n";

  @TempDir Path temporary;

  private Path folder = Path.of(".");
  private Path file = Path.of(".");
  private final List<BadRow> badRows = new ArrayList<>();

  @BeforeEach
  void chooseFile() throws IOException {
    folder = Files.createDirectory(temporary.resolve("school"));
    file = folder.resolve("events.csv");
  }

  @Test
  void readsEveryTypeWithItsMeasure() throws IOException {
    write(
        HEADER
            + "1000,ann,algebra,click,\n"
            + "2000,ann,algebra,study,90.5\n"
            + "3000,ann,algebra,study,\n"
            + "4000,ann,algebra,comment,\n"
            + "5000,ann,algebra,question,\n"
            + "6000,ann,algebra,answer,\n"
            + "7000,ann,algebra,review,\n"
            + "8000,ann,algebra,review,7\n"
            + "9000,ann,algebra,like,3\n"
            + "9200,ann,algebra,dislike,\n"
            + "9500,ann,algebra,share,\n"
            + "9900,ann,algebra,rating,10\n"
            + "9950,ann,algebra,rating,\n"
            + "9990,ann,algebra,purchase,49.90\n");

    List<Interaction> events = events();

    assertThat(badRows).isEmpty();
    assertThat(events)
        .extracting(Interaction::kind)
        .containsExactly(
            InteractionKind.CLICK,
            InteractionKind.STUDY,
            InteractionKind.STUDY,
            InteractionKind.COMMENT,
            InteractionKind.QUESTION,
            InteractionKind.ANSWER,
            InteractionKind.REVIEW,
            InteractionKind.REVIEW,
            InteractionKind.LIKE,
            InteractionKind.DISLIKE,
            InteractionKind.SHARE,
            InteractionKind.REVIEW,
            InteractionKind.REVIEW,
            InteractionKind.PURCHASE);
    assertThat(events.get(0))
        .isEqualTo(Interaction.click("school/events.csv#1", "ann", "algebra", 1000));
    assertThat(events.get(1).studySeconds()).isEqualTo(90.5);
    assertThat(events.get(2).studySeconds()).isZero();
    assertThat(events.get(6).rating()).isNaN();
    assertThat(events.get(7).rating()).isEqualTo(7.0);
    assertThat(events.get(11).rating()).isEqualTo(10.0);
    assertThat(events.get(12).rating()).isNaN();
  }

  @Test
  void readsWhatIsSaidInADiscussion() throws IOException {
    write(
        """
        ts,user,item,type,value,post,thread,replyTo
        1000,ann,algebra,question,,q1,q1,
        2000,ben,algebra,answer,,a1,q1,q1
        3000,ann,algebra,accept,,,q1,a1
        """);

    assertThat(events())
        .containsExactly(
            Interaction.of("q1", "ann", "algebra", 1000, InteractionKind.QUESTION)
                .inThread("q1", ""),
            Interaction.of("a1", "ben", "algebra", 2000, InteractionKind.ANSWER)
                .inThread("q1", "q1"),
            Interaction.of("school/events.csv#3", "ann", "algebra", 3000, InteractionKind.ACCEPT)
                .inThread("q1", "a1"));
  }

  @Test
  void givesEqualRowsIdsOfTheirOwnThatStayOnASecondReading() throws IOException {
    write(HEADER + "1000,ann,algebra,click,\n1000,ann,algebra,click,\n");

    assertThat(events())
        .extracting(Interaction::id)
        .containsExactly("school/events.csv#1", "school/events.csv#2");
    assertThat(events()).isEqualTo(events());
  }

  @Test
  void readsByteOrderMarkWindowsLineEndsQuotesAndColumnsInAnyOrder() throws IOException {
    write(
        "\uFEFF\"User\",TS,item,type,value\r\n"
            + "\"ann, the \"\"first\"\"\",1000,\"algebra\nof sets\",CLICK,\r\n"
            + "\r\n"
            + "bob, 2000 ,logic,like,\r\n");

    assertThat(events())
        .extracting(Interaction::user, Interaction::item, Interaction::atMillis)
        .containsExactly(
            tuple("ann, the \"first\"", "algebra\nof sets", 1000L), tuple("bob", "logic", 2000L));
    assertThat(badRows).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1000,ann,algebra,click | expected 5 columns, found 4",
        "1000,ann,algebra,click,,7 | expected 5 columns, found 6",
        "soon,ann,algebra,click, | ts is not a time: soon",
        "-5,ann,algebra,click, | ts lies before 1970: -5",
        ",ann,algebra,click, | empty ts",
        "1000,,algebra,click, | empty user",
        "1000,ann, ,click, | empty item",
        "1000,ann,algebra,dance, | unknown type dance",
        "1000,ann,algebra,,1 | empty type",
        "1000,,algebra,purchase, | empty user",
        "1000,ann,algebra,study,long | value is not a number: long",
        "1000,ann,algebra,study,NaN | value is not a number: NaN",
        "1000,ann,algebra,study,-1 | negative duration -1.0",
        "1000,ann,algebra,rating,11 | a rating must be 1 to 10, was 11.0",
        "1000,ann,algebra,review,0 | a rating must be 1 to 10, was 0.0",
        "1000,\"ann,algebra,click, | a quote is never closed",
      })
  void reportsABadRowAndReadsOn(String row, String reason) throws IOException {
    write(HEADER + row + "\n2000,bob,logic,click,\n");

    assertThat(events())
        .containsExactly(Interaction.click("school/events.csv#2", "bob", "logic", 2000));
    assertThat(badRows).containsExactly(new BadRow(file, 2, reason, row));
  }

  @Test
  void namesTheLineOnWhichABadRowStarts() throws IOException {
    write(HEADER + "\n1000,\"a\nb\",logic,click,\n2000,\"a\nb\",logic,nap,\nx,bob,logic,click,\n");

    assertThat(events()).hasSize(1);
    assertThat(badRows).extracting(BadRow::line).containsExactly(5L, 7L);
    assertThat(badRows.get(1)).hasToString(file + ":7: ts is not a time: x: x,bob,logic,click,");
  }

  @Test
  void shortensTheTextOfABadRow() throws IOException {
    write(HEADER + "x".repeat(1_000_000) + "\n");

    assertThat(events()).isEmpty();
    assertThat(badRows.get(0).text()).hasSize(BadRow.LONGEST_TEXT).endsWith("…");
  }

  @Test
  void readsOnlyWhatIsAskedFor() throws IOException {
    write(HEADER + "1000,ann,algebra,click,\nbad\n");

    try (Stream<Interaction> events = EventLog.open(file).interactions(badRows::add)) {
      assertThat(events.findFirst()).isPresent();
    }

    assertThat(badRows).isEmpty();
  }

  @Test
  void readsTheCatalogueBesideTheLog() throws IOException {
    write(HEADER);
    Files.writeString(
        folder.resolve("items.csv"),
        "item,title,tags,kind,published,retired\n"
            + "7,\"Sets, and \"\"more\"\"\",maths| logic |maths|,course,5000,true\n"
            + "8,,,,,\n"
            + ",nameless,,,,\n"
            + "9,Odd,,,,maybe\n");

    assertThat(items())
        .containsExactly(
            new CatalogueItem(
                "7",
                "Sets, and \"more\"",
                List.of("maths", "logic"),
                "course",
                5000,
                true,
                List.of()),
            new CatalogueItem("8", "", List.of(), "", 0, false, List.of()));
    assertThat(badRows)
        .extracting(BadRow::reason)
        .containsExactly("empty item", "retired must be true or false, was maybe");
  }

  @Test
  void readsWhatOnlyRulesAskFor() throws IOException {
    write(HEADER);
    Files.writeString(
        folder.resolve("items.csv"),
        "item,title,tags,price,level,author\n7,,,19.5,beginner,ada\n8,,,-1,,\n9,,,dear,,\n");

    assertThat(items())
        .containsExactly(
            new CatalogueItem(
                "7", "", List.of(), "", 0, false, ItemVector.NONE, 19.5, "beginner", "ada"),
            new CatalogueItem("8", "", List.of(), "", 0, false, List.of()));
    assertThat(badRows).extracting(BadRow::reason).containsExactly("price is not a number: dear");
  }

  @Test
  void hasNoItemsWithoutACatalogue() throws IOException {
    write(HEADER);

    assertThat(items()).isEmpty();
  }

  @Test
  void refusesAFileThatIsMissing() {
    assertThatThrownBy(() -> EventLog.open(folder.resolve("none.csv")))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContaining("none.csv: does not exist; expected a CSV file with the columns");
  }

  @Test
  void refusesAFolder() {
    assertThatThrownBy(() -> EventLog.open(folder)).hasMessageContaining("school: is not a file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'1000,ann,algebra,click,' | 'found: 1000,ann,algebra,click,'",
        "'ts,user,item,type' | 'found: ts,user,item,type'",
        "'' | but the file is empty",
      })
  void refusesAWrongHeader(String header, String complaint) throws IOException {
    write(header);

    assertThatThrownBy(() -> EventLog.open(file))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("expected a header with the columns ts,user,item,type,value")
        .hasMessageContaining(complaint);
  }

  @Test
  void refusesACatalogueWithAWrongHeader() throws IOException {
    write(HEADER);
    Files.writeString(folder.resolve("items.csv"), "id,name\n");

    assertThatThrownBy(this::items)
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContaining("items.csv: expected a header with the columns item,title,tags");
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private List<Interaction> events() throws IOException {
    return TestLog.events(file, badRows::add);
  }

  private List<CatalogueItem> items() throws IOException {
    return TestLog.items(file, badRows::add);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1764072000 | 1764072060 | seconds since 1970",
        "1764072000.0 | 1764072060.000 | seconds since 1970",
        "1764072000000000 | 1764072060000000 | microseconds since 1970",
        "1764072000000000000 | 1764072060000000000 | nanoseconds since 1970",
        "2025-11-25T12:00:00Z | 2025-11-25T13:01:00+01:00 | ISO 8601",
        "2025-11-25 12:00:00 | 2025-11-25T12:01:00.000 | ISO 8601",
      })
  void readsTimesAsTheFirstRowsAreWrittenAndSaysHow(String noon, String later, String format)
      throws IOException {
    write(HEADER + noon + ",ann,algebra,click,\n" + later + ",bob,algebra,click,\n");

    assertThat(events())
        .extracting(Interaction::atMillis)
        .containsExactly(1_764_072_000_000L, 1_764_072_060_000L);
    assertThat(EventLog.open(file).remark()).contains(file + ": times are in " + format);
    assertThat(badRows).isEmpty();
  }

  @Test
  void readsDays() throws IOException {
    write(HEADER + "2025-11-25,ann,algebra,click,\n");

    assertThat(events()).extracting(Interaction::atMillis).containsExactly(1_764_028_800_000L);
  }

  @Test
  void readsMillisecondsWithoutARemark() throws IOException {
    write(HEADER + "1764072000000,ann,algebra,click,\n");

    assertThat(EventLog.open(file).remark()).isEmpty();
  }

  @Test
  void takesALogThatBeginsWithNoTimeOfThisCenturyForMilliseconds() throws IOException {
    StringBuilder rows = new StringBuilder(HEADER);
    for (int i = 0; i < 1000; i++) {
      rows.append(i * 5_000_000L).append(",ann,algebra,click,\n");
    }
    write(rows.toString());

    assertThat(events()).extracting(Interaction::atMillis).contains(0L, 999 * 5_000_000L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1764072000 | in seconds since 1970, but other rows are in milliseconds since 1970",
        "2025-11-25T12:00:00Z | in ISO 8601, but other rows are in milliseconds since 1970",
      })
  void refusesAMixtureOfTimes(String time, String complaint) throws IOException {
    write(
        HEADER + "1764072000000,ann,algebra,click,\n".repeat(200) + time + ",ann,algebra,click,\n");

    assertThatThrownBy(this::events)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(file + ":202: ts is " + time + ", " + complaint);
  }

  @Test
  void reportsANumberAmongDates() throws IOException {
    write(HEADER + "2025-11-25,ann,algebra,click,\n20,ann,algebra,click,\n");

    assertThat(events()).hasSize(1);
    assertThat(badRows).extracting(BadRow::reason).containsExactly("ts is not a time: 20");
  }

  @Test
  void readsWhenItemsWerePublishedAsTheCatalogueIsWritten() throws IOException {
    write(HEADER + "1764072000000,ann,algebra,click,\n");
    Files.writeString(
        folder.resolve("items.csv"),
        "item,title,tags,published\na,,,\nb,,,2025-11-25\nc,,,1984-01-01\n");

    assertThat(items())
        .extracting(CatalogueItem::publishedMillis)
        .containsExactly(0L, 1_764_028_800_000L, 441_763_200_000L);
  }
}
