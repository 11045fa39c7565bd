package dev.freshet.runtime.record;

import dev.freshet.runtime.failure.RecordFailures;
import dev.freshet.schemas.ClickEvent;
import dev.freshet.schemas.CommentEvent;
import dev.freshet.schemas.Item;
import dev.freshet.schemas.PurchaseEvent;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.StudyEvent;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.apache.avro.Schema;

/** Makes of each record an interaction, an item of the catalogue, or a reason to reject it. */
public final class RecordDecoder {

  private final Topics topics;
  private final IdRules ids;
  private final EventRules rules;
  private final RecordEncoding<ClickEvent> clicks;
  private final RecordEncoding<StudyEvent> study;
  private final RecordEncoding<CommentEvent> comments;
  private final RecordEncoding<PurchaseEvent> purchases;
  private final RecordEncoding<Item> items;

  /**
   * @param topics which topic holds which records
   * @param settings which records are used
   * @param clock what events may not be too far ahead of
   */
  public RecordDecoder(Topics topics, EventSettings settings, Clock clock) {
    this.topics = topics;
    ids = new IdRules(settings.ids());
    rules = new EventRules(settings, ids, clock);
    List<Schema> writers = settings.writers();
    clicks = RecordEncoding.clicks().withWriters(writers);
    study = RecordEncoding.study().withWriters(writers);
    comments = RecordEncoding.comments().withWriters(writers);
    purchases = RecordEncoding.purchases().withWriters(writers);
    items = RecordEncoding.items().withWriters(writers);
  }

  /** Never fails: whatever is wrong with the record is the rejection it becomes. */
  public DecodedRecord decode(RawRecord raw) {
    try {
      if (raw.topic().equals(topics.items())) {
        CatalogueItem item = ids.normalised(item(raw));
        rules.check(item);
        return DecodedRecord.of(raw, item);
      }
      Interaction interaction = ids.normalised(interaction(raw));
      rules.check(interaction);
      return DecodedRecord.of(raw, interaction);
    } catch (RejectedException e) {
      return DecodedRecord.of(raw, e.rejection());
    } catch (RuntimeException e) {
      // Nothing was changed yet that could be left half changed.
      return DecodedRecord.of(raw, new Rejection(RejectionReason.FAILED, RecordFailures.trace(e)));
    }
  }

  private Interaction interaction(RawRecord raw) throws RejectedException {
    String topic = raw.topic();
    requireValue(raw);
    if (topic.equals(topics.clicks())) {
      return EventRecords.interaction(RecordValue.decode(clicks, raw));
    }
    if (topic.equals(topics.study())) {
      return EventRecords.interaction(RecordValue.decode(study, raw));
    }
    if (topic.equals(topics.purchases())) {
      return EventRecords.interaction(RecordValue.decode(purchases, raw));
    }
    return EventRecords.interaction(RecordValue.decode(comments, raw));
  }

  private CatalogueItem item(RawRecord raw) throws RejectedException {
    if (raw.valueBytes() == RawRecord.NO_VALUE) {
      return deleted(raw);
    }
    requireValue(raw);
    return CatalogueDecoder.item(RecordValue.decode(items, raw));
  }

  private static CatalogueItem deleted(RawRecord raw) throws RejectedException {
    if (raw.key().length == 0) {
      throw new RejectedException(
          RejectionReason.EMPTY_RECORD,
          "the record has no value, which deletes the item of its key, but it has no key either");
    }
    return CatalogueDecoder.deleted(new String(raw.key(), StandardCharsets.UTF_8));
  }

  /** Refuses a record that says nothing. */
  static void requireValue(RawRecord raw) throws RejectedException {
    if (raw.valueBytes() == RawRecord.NO_VALUE) {
      throw new RejectedException(RejectionReason.EMPTY_RECORD, "the record has no value");
    }
    if (raw.valueBytes() == 0) {
      throw new RejectedException(RejectionReason.EMPTY_RECORD, "the record's value has no bytes");
    }
  }
}
