package dev.freshet.localstack.evaluate.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.localstack.log.EventLog;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

  private static final long ONE_HOUR = 3_600_000L;

  @TempDir private Path folder;

  @Test
  void judgesFirstEventsWithAnItemOfUsersWithAnEarlierEvent() {
    Replay replay = Logs.of("ann:a bob:a ann:b ann:a ann:b bob:c");

    assertThat(replay.choices(0, false)).containsExactly(2, 5);
  }

  @Test
  void judgesEveryEventOfUsersWithAnEarlierEventIfRepeatsCount() {
    Replay replay = Logs.of("ann:a bob:a ann:b ann:a ann:b bob:c");

    assertThat(replay.choices(0, true)).containsExactly(2, 3, 4, 5);
  }

  @Test
  void leavesTheWarmUpUnjudged() {
    Replay replay = Logs.of("ann:a ann:b ann:c ann:d ann:e ann:f ann:g ann:h ann:i ann:j");

    assertThat(replay.choices(0.3, false)).containsExactly(3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void sortsByTimeAndKeepsTheOrderOfEqualTimes() {
    Replay replay =
        new Replay(
            "small",
            List.of(),
            List.of(
                Interaction.click("1", "ann", "late", 2000),
                Interaction.click("2", "ann", "first", 1000),
                Interaction.click("3", "ann", "second", 1000)));

    assertThat(replay.events())
        .extracting(event -> event.interaction().item())
        .containsExactly("first", "second", "late");
  }

  /** Four users at the same whole hour, thirty times; a row in between is a purchase. */
  private EventLog coarseLog() throws IOException {
    StringBuilder rows = new StringBuilder("ts,user,item,type,value\n");
    for (int i = 0; i < 120; i++) {
      rows.append("%d,user-%d,item-%d,click,\n".formatted(i / 4 * ONE_HOUR, i % 4, i));
    }
    rows.append("1,user-1,plan,purchase,\n");
    return EventLog.open(Files.writeString(folder.resolve("events.csv"), rows));
  }

  @Test
  void spreadsTheEventsOfACoarseLogAsTheyWouldComeLive() throws IOException {
    Replay replay = Replay.forRecommendations(coarseLog(), badRow -> {});

    assertThat(replay.resolution()).contains(Resolution.HOUR);
    assertThat(replay.unused().byType()).containsOnlyKeys("purchase").containsValue(1L);
    assertThat(replay.events().subList(0, 5))
        .extracting(event -> event.interaction().item(), Event::atMillis)
        .containsExactly(
            tuple("item-0", 0L),
            tuple("item-1", ONE_HOUR / 4),
            tuple("item-2", ONE_HOUR / 2),
            tuple("item-3", ONE_HOUR * 3 / 4),
            tuple("item-4", ONE_HOUR));
  }

  @Test
  void usesPurchasesOfWhatTheCatalogueOrAnotherEventNames() throws IOException {
    Files.writeString(folder.resolve("items.csv"), "item,title,tags\nlisted,,\n");
    EventLog log =
        EventLog.open(
            Files.writeString(
                folder.resolve("events.csv"),
                """
                ts,user,item,type,value
                1764072000000,ann,listed,purchase,
                1764072000001,ann,clicked,purchase,
                1764072000002,ann,plan,purchase,
                1764072000003,ben,clicked,click,
                """));

    Replay replay = Replay.forRecommendations(log, badRow -> {});

    assertThat(replay.events())
        .extracting(event -> event.interaction().item())
        .containsExactly("listed", "clicked", "clicked");
    assertThat(replay.unused().byType()).containsEntry("purchase", 1L);
  }

  @Test
  void judgesNoListByWhatWasTurnedDown() {
    Interaction click = Interaction.click("1", "ann", "a", 1000);
    Interaction dislike = Interaction.of("2", "ann", "b", 2000, InteractionKind.DISLIKE);
    Interaction next = Interaction.click("3", "ann", "c", 3000);

    assertThat(new Replay("small", List.of(), List.of(click, dislike, next)).choices(0, false))
        .containsExactly(2);
  }

  @Test
  void leavesTheDaysOfStickinessAsTheyAre() throws IOException {
    Replay replay = Replay.forStickiness(coarseLog(), badRow -> {});

    assertThat(replay.resolution()).isEmpty();
    assertThat(replay.size()).isEqualTo(121);
    assertThat(replay.events().get(3).atMillis()).isZero();
  }

  @Test
  void knowsItemsOfTheLogAndOfTheCatalogue() {
    CatalogueItem untouched = new CatalogueItem("z", "", List.of(), "", 0, false, List.of());
    CatalogueItem touched = new CatalogueItem("a", "", List.of(), "", 0, false, List.of());

    Replay replay = Logs.of("ann:a ann:b", untouched, touched);

    assertThat(replay.items()).isEqualTo(3);
    assertThat(replay.users()).isEqualTo(1);
  }
}
