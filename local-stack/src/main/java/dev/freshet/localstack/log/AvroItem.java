package dev.freshet.localstack.log;

import dev.freshet.scoring.CatalogueItem;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** The catalogue records of an Avro log: Item. */
final class AvroItem implements AvroTable.RecordParser<CatalogueItem> {

  @Override
  public @Nullable CatalogueItem parse(long position, GenericRecord datum) throws BadRowException {
    if (!datum.getSchema().getName().equals("Item")) {
      return null;
    }
    AvroFields item = new AvroFields(datum);
    return new CatalogueItem(
        item.required("item"),
        item.text("title"),
        item.list("tags").stream().map(String::valueOf).distinct().toList(),
        item.text("kind"),
        item.has("published") ? Fields.epochMillis("published", item.integer("published")) : 0L,
        item.flag("retired"),
        item.list("vector").stream().map(Float.class::cast).toList());
  }
}
