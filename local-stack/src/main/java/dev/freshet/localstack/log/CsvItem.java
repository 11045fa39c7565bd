package dev.freshet.localstack.log;

import dev.freshet.runtime.record.CatalogueDecoder;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.ItemVector;
import java.util.List;

/**
 * The rows of a CSV catalogue: {@code item,title,tags} with tags divided by {@code |}, and {@code
 * kind}, {@code published}, {@code retired}, {@code price}, {@code level} and {@code author} where
 * the file has them.
 */
final class CsvItem implements RowParser<CatalogueItem> {

  static final List<String> COLUMNS = List.of("item", "title", "tags");

  private final Times times;

  CsvItem(Times times) {
    this.times = times;
  }

  @Override
  public CatalogueItem parse(CsvRow row) throws BadRowException {
    String published = row.field("published");
    return new CatalogueItem(
        row.required("item"),
        row.field("title"),
        Fields.tags(row.field("tags")),
        row.field("kind"),
        published.isEmpty() ? 0L : times.millis("published", published),
        Fields.flag("retired", row.field("retired")),
        ItemVector.NONE,
        CatalogueDecoder.priceOrNull(Fields.number("price", row.field("price"))),
        row.field("level"),
        row.field("author"));
  }
}
