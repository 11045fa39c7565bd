package dev.freshet.localstack.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.ListExposure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users were shown, in a CSV log. */
class ImpressionLogTest {

  @TempDir private Path folder;
  private final List<BadRow> badRows = new ArrayList<>();

  private List<LogEntry> entries(String log) throws IOException {
    Path file = Files.writeString(folder.resolve("events.csv"), log);
    try (Stream<LogEntry> entries = EventLog.open(file).entries(badRows::add)) {
      return entries.toList();
    }
  }

  private List<ListExposure> exposures(String log) throws IOException {
    return entries(log).stream().map(LogEntry::exposure).filter(Objects::nonNull).toList();
  }

  @Test
  void readsAListInOneRow() throws IOException {
    List<LogEntry> entries =
        entries(
            """
            ts,user,item,type,value,experiments
            1000,ann,algebra| python |go,impression,home,layout=b|ranking=new
            2000,ann,python,click,,
            3000,ann,go,Impression,,
            """);

    assertThat(entries).hasSize(3);
    assertThat(entries.get(0).exposure())
        .isEqualTo(
            new ListExposure(
                folder.getFileName() + "/events.csv#1",
                "ann",
                1000,
                "home",
                List.of("algebra", "python", "go"),
                Map.of("layout", "b", "ranking", "new"),
                EventTime.NEVER));
    assertThat(entries.get(1).interaction()).isNotNull();
    assertThat(entries.get(2).exposure()).extracting(ListExposure::placement).isEqualTo("");
    assertThat(badRows).isEmpty();
  }

  @Test
  void joinsTheRowsOfOneListItemByItem() throws IOException {
    List<ListExposure> exposures =
        exposures(
            """
            ts,user,item,type,value,post
            1000,ann,algebra,impression,home,list-1
            1000,ann,python,impression,home,list-1
            1000,bob,python,impression,home,list-1
            1000,bob,go,click,,
            1000,bob,rust,impression,home,list-1
            1000,bob,c,impression,home,
            1000,bob,d,impression,home,
            """);

    assertThat(exposures)
        .extracting(ListExposure::items)
        .containsExactly(
            List.of("algebra", "python"),
            List.of("python"),
            List.of("rust"),
            List.of("c"),
            List.of("d"));
  }

  @Test
  void readsWhyItemsWereShown() throws IOException {
    List<ListExposure> exposures =
        exposures(
            """
            ts,user,item,type,value,post,reasons
            1000,ann,algebra|python|go,impression,home,,similar:logic | |trending
            1000,bob,algebra,impression,home,list-1,
            1000,bob,python|go,impression,home,list-1,new:|again
            1000,cyd,algebra|go,impression,home,,
            """);

    assertThat(exposures)
        .extracting(ListExposure::reasons)
        .containsExactly(
            List.of("similar:logic", "", "trending"), List.of("", "new:", "again"), List.of());
    assertThat(badRows).isEmpty();
  }

  @Test
  void readsHowLikelyItemsWereInTheirPlaces() throws IOException {
    List<ListExposure> exposures =
        exposures(
            """
            ts,user,item,type,value,post,chances
            1000,ann,algebra|python|go,impression,home,,0.9 | 1|1e-7
            1000,bob,algebra,impression,home,list-1,0.5
            1000,bob,python|go,impression,home,list-1,0.25|1
            1000,cyd,algebra,impression,home,list-2,0.5
            1000,cyd,python|go,impression,home,list-2,
            1000,dan,algebra|go,impression,home,,
            """);

    assertThat(exposures)
        .extracting(ListExposure::chances)
        .containsExactly(List.of(0.9, 1.0, 1e-7), List.of(0.5, 0.25, 1.0), List.of(), List.of());
    assertThat(badRows).isEmpty();
  }

  @Test
  void leavesOutAListWhoseChancesAreNone() throws IOException {
    List<ListExposure> exposures =
        exposures(
            """
            ts,user,item,type,value,chances
            1000,ann,algebra|python,impression,home,0.5
            1000,ann,algebra|python,impression,home,0.5|
            1000,ann,algebra|python,impression,home,0.5|0
            1000,ann,algebra|python,impression,home,0.5|7
            1000,ann,algebra|python,impression,home,0.5|often
            """);

    assertThat(exposures).isEmpty();
    assertThat(badRows)
        .extracting(BadRow::reason)
        .containsExactly(
            "chances has 1 entries, not 2: 0.5",
            "chances must be above 0 and 1 at most, was 0.5|",
            "chances must be above 0 and 1 at most, was 0.5|0",
            "chances must be above 0 and 1 at most, was 0.5|7",
            "chances is not a number: often");
  }

  @Test
  void leavesOutAListWhoseReasonsAreNotThoseOfItsItems() throws IOException {
    List<ListExposure> exposures =
        exposures(
            """
            ts,user,item,type,value,reasons
            1000,ann,algebra|python,impression,home,trending
            """);

    assertThat(exposures).isEmpty();
    assertThat(badRows)
        .extracting(BadRow::reason)
        .containsExactly("reasons has 1 entries, not 2: trending");
  }

  @Test
  void leavesOutWhatIsNoList() throws IOException {
    List<ListExposure> exposures =
        exposures(
            """
            ts,user,item,type,value,experiments
            1000,ann,algebra||go,impression,home,
            1000,ann,,impression,home,
            1000,ann,algebra,impression,home,layout
            1000,ann,algebra,impression,home,layout=a|layout=b
            1000,ann,algebra,impression,home,layout=a
            """);

    assertThat(exposures).hasSize(1);
    assertThat(badRows)
        .extracting(BadRow::reason)
        .containsExactly(
            "item lists an empty one: algebra||go",
            "empty item",
            "experiments must be experiment=variant, each experiment once, was layout",
            "experiments must be experiment=variant, each experiment once, was layout=a|layout=b");
  }

  @Test
  void keepsWhatUsersWereShownFromThoseWhoAskForWhatTheyDid() throws IOException {
    Path log =
        TestLog.write(folder, "1000,ann,algebra|python,impression,home\n2000,ann,python,click,\n");

    assertThat(TestLog.events(log, badRows::add)).hasSize(1);
    assertThat(badRows).isEmpty();
  }
}
