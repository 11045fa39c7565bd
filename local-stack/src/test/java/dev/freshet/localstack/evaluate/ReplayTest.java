package dev.freshet.localstack.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.CatalogueItem;
import dev.freshet.scoring.Interaction;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTest {

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

  @Test
  void knowsItemsOfTheLogAndOfTheCatalogue() {
    CatalogueItem untouched = new CatalogueItem("z", "", List.of(), "", 0, false, List.of());
    CatalogueItem touched = new CatalogueItem("a", "", List.of(), "", 0, false, List.of());

    Replay replay = Logs.of("ann:a ann:b", untouched, touched);

    assertThat(replay.items()).isEqualTo(3);
    assertThat(replay.users()).isEqualTo(1);
  }
}
