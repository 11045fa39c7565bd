package dev.freshet.localstack.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LoadTest {

  private static final LoadSettings SETTINGS = new LoadSettings(2_000, 500, 50_000, 500, 1);

  private static List<Interaction> events(LoadSettings settings) {
    List<Interaction> events = new ArrayList<>();
    for (Load load = new Load(settings); load.hasNext(); ) {
      events.add(load.next());
    }
    return events;
  }

  private static Map<String, Long> counts(
      List<Interaction> events, Function<Interaction, String> what) {
    return events.stream().collect(Collectors.groupingBy(what, Collectors.counting()));
  }

  @Test
  void isTheSameForTheSameSeed() {
    assertThat(events(SETTINGS)).hasSize(SETTINGS.events()).isEqualTo(events(SETTINGS));
  }

  @Test
  void hasAsManyEventsInASecondAsAskedFor() {
    List<Interaction> events = events(SETTINGS);

    long seconds = (events.get(events.size() - 1).atMillis() - events.get(0).atMillis()) / 1000 + 1;
    assertThat(seconds).isEqualTo(SETTINGS.events() / SETTINGS.density());
  }

  @Test
  void namesItemsOfTheCatalogueOnly() {
    Set<String> catalogue =
        Load.catalogue(SETTINGS).map(CatalogueItem::item).collect(Collectors.toSet());

    assertThat(catalogue).hasSize(SETTINGS.items());
    assertThat(catalogue).containsAll(counts(events(SETTINGS), Interaction::item).keySet());
  }

  @Test
  void givesEveryEventAnIdOfItsOwn() {
    Set<String> ids = new HashSet<>();

    assertThat(events(SETTINGS)).allMatch(event -> ids.add(event.id()));
  }

  @Test
  void hasItemsFarMorePopularThanTheMedian() {
    List<Long> popularity =
        counts(events(SETTINGS), Interaction::item).values().stream()
            .sorted(Comparator.reverseOrder())
            .toList();

    assertThat(popularity.get(0)).isGreaterThan(5 * popularity.get(popularity.size() / 2));
  }

  @Test
  void floodsWithNoUser() {
    long most =
        counts(events(SETTINGS), event -> event.user() + " " + event.atMillis() / 60_000)
            .values()
            .stream()
            .mapToLong(Long::longValue)
            .max()
            .orElseThrow();

    assertThat(most).isLessThan(300);
  }
}
