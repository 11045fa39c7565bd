package dev.freshet.localstack.log;

import dev.freshet.runtime.record.CatalogueDecoder;
import dev.freshet.runtime.record.VectorRule;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.ItemVector;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** The catalogue records of an Avro log: Item. */
final class AvroItem implements AvroTable.RecordParser<CatalogueItem> {

  private final VectorRule vectors = new VectorRule(0);
  private final Times times;

  AvroItem(Times times) {
    this.times = times;
  }

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
        item.has("published") ? times.millis("published", item.integer("published")) : 0L,
        item.flag("retired"),
        vector(item),
        CatalogueDecoder.priceOrNull(item.number("price")),
        item.text("level").strip(),
        item.text("author").strip());
  }

  private ItemVector vector(AvroFields item) throws BadRowException {
    ItemVector vector =
        VectorRule.orNone(item.list("vector").stream().map(Float.class::cast).toList());
    Optional<String> complaint = vectors.complaint(vector);
    if (complaint.isPresent()) {
      throw new BadRowException(complaint.get());
    }
    return vector;
  }
}
