package dev.freshet.effect;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.experiment.ItemSums;
import dev.freshet.scoring.experiment.ViewSums;
import java.util.Map;
import java.util.TreeMap;

/** What is known of a placement, or of an experiment and its variants. */
final class SubjectSums {

  static final Layout LAYOUT = Layout.of("subject sums", 2);

  private static final byte[] NONE = {};

  private byte[] definition = NONE;
  private long definedAt = EffectNews.NOWHERE;

  /** By the name of the placement, or of the variant. */
  private final Map<String, ViewSums> views = new TreeMap<>();

  /** The same of items. */
  private final Map<String, ItemSums> items = new TreeMap<>();

  /** Enters what has become known. */
  void enter(EffectNews news) {
    if (news.isDefinition()) {
      if (news.offset() > definedAt) {
        definition = news.content();
        definedAt = news.offset();
      }
    } else {
      views
          .computeIfAbsent(news.view(), view -> new ViewSums())
          .add(ViewSums.deserialize(news.content()));
      items
          .computeIfAbsent(news.view(), view -> new ItemSums())
          .add(ItemSums.deserialize(news.items()));
    }
  }

  /** The record of the experiment; of no bytes if none is known, or it is a placement. */
  byte[] definition() {
    return definition;
  }

  /** The sums of a placement or a variant. */
  ViewSums of(String view) {
    return views.getOrDefault(view, new ViewSums());
  }

  /** Which items a placement or a variant shows. */
  ItemSums itemsOf(String view) {
    return items.getOrDefault(view, new ItemSums());
  }

  byte[] serialize() {
    StateWriter out = new StateWriter(LAYOUT);
    out.part(definition).number(definedAt);
    out.number(views.size());
    views.forEach(
        (name, sums) -> out.text(name).part(sums.serialize()).part(itemsOf(name).serialize()));
    return out.bytes();
  }

  static SubjectSums deserialize(byte[] bytes) {
    StateReader in = new StateReader(LAYOUT, bytes);
    SubjectSums sums = new SubjectSums();
    sums.definition = in.part();
    sums.definedAt = in.number();
    for (int each = in.count(); each > 0; each--) {
      String name = in.text();
      sums.views.put(name, ViewSums.deserialize(in.part()));
      sums.items.put(name, ItemSums.deserialize(in.part()));
    }
    return sums;
  }
}
