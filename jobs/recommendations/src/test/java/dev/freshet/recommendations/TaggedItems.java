package dev.freshet.recommendations;

import static dev.freshet.recommendations.Platform.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.event.CatalogueItem;
import java.util.List;
import java.util.function.Function;

/** Items that lists are filtered by the tags of. */
final class TaggedItems {

  static final List<CatalogueItem> CATALOGUE =
      List.of(
          item("python", "code"),
          item("java", "code", "beginner"),
          item("go", "code"),
          item("paint", "art"));

  private TaggedItems() {}

  /**
   * Lists of somebody who did python alone, while others did all, are as the catalogue says.
   *
   * @param read the items of the list with a filter, as a frontend writes it
   */
  static void assertThatListsAreFiltered(Function<String[], List<String>> read) {
    assertThat(read.apply(filter("ALL", "2", "code", "beginner"))).containsExactly("java");
    assertThat(read.apply(filter("ANY", "2", "beginner", "art")))
        .containsExactlyInAnyOrder("java", "paint");
    assertThat(read.apply(filter("NOT", "1", "beginner"))).containsExactlyInAnyOrder("go", "paint");
  }

  private static String[] filter(String... words) {
    return words;
  }
}
