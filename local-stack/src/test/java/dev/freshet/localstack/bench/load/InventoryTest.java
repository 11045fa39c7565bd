package dev.freshet.localstack.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.event.CatalogueItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InventoryTest {

  private static final int ITEMS = 2_000;
  private static final int TAGS = 100;

  private static List<CatalogueItem> items(int numbers) {
    return Inventory.items(ITEMS, TAGS, numbers, 1).toList();
  }

  @Test
  void isTheSameForTheSameSeed() {
    assertThat(items(4)).hasSize(ITEMS).isEqualTo(items(4));
  }

  @Test
  void givesEachItemTwoToFourTagsOfItsOwn() {
    assertThat(items(0))
        .allSatisfy(item -> assertThat(item.tags()).hasSizeBetween(2, 4).doesNotHaveDuplicates());
  }

  @Test
  void hasTagsFarMoreCommonThanOthers() {
    Map<String, Integer> counts = new HashMap<>();
    items(0).forEach(item -> item.tags().forEach(tag -> counts.merge(tag, 1, Integer::sum)));

    assertThat(counts.get("tag-0")).isGreaterThan(10 * counts.getOrDefault("tag-99", 0));
  }

  @Test
  void hasVectorsOnlyIfAskedFor() {
    assertThat(items(0)).allMatch(item -> item.vector().isEmpty());
    assertThat(items(8)).allMatch(item -> item.vector().size() == 8);
  }

  @Test
  void namesTheItemsThatEventsName() {
    assertThat(items(0))
        .extracting(CatalogueItem::item)
        .containsExactlyElementsOf(
            Load.catalogue(new LoadSettings(10, ITEMS, 1, 1, 1)).map(CatalogueItem::item).toList());
  }
}
