package dev.freshet.runtime.cleaning;

import dev.freshet.scoring.event.CatalogueItem;
import org.apache.flink.streaming.api.functions.co.CoMapFunction;

/**
 * Brings what the catalogue says of items and what events name into one order. As one task, so that
 * all who are told know the same.
 */
final class ItemNotices implements CoMapFunction<CatalogueItem, ItemNotice, ItemNotice> {

  private static final long serialVersionUID = 1L;

  @Override
  public ItemNotice map1(CatalogueItem item) {
    return ItemNotice.of(item);
  }

  @Override
  public ItemNotice map2(ItemNotice named) {
    return named;
  }
}
