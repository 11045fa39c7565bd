package dev.freshet.runtime.record;

import dev.freshet.runtime.condition.ItemConditions;
import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.UnknownSchemaException;
import dev.freshet.scoring.listrule.ListRule;
import dev.freshet.scoring.listrule.UsableListRule;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads rules on lists, which people put on the topic of rules, and compiles their conditions. */
public final class ListRuleDecoder {

  private static final Logger LOG = LoggerFactory.getLogger(ListRuleDecoder.class);

  private final RecordEncoding<dev.freshet.schemas.ListRule> encoding = RecordEncoding.listRules();
  private final ItemConditions conditions = new ItemConditions();

  /** The key of a record, by which others than rules on lists are told. */
  public static String key(RawRecord raw) {
    return new String(raw.key(), StandardCharsets.UTF_8);
  }

  /**
   * The rule as it is from now on; null if there is none of that id any more.
   *
   * @throws RejectedException if the record cannot be used; then none of that id is in force
   */
  public @Nullable UsableListRule decode(RawRecord raw) throws RejectedException {
    if (raw.valueBytes() == RawRecord.NO_VALUE) {
      return null;
    }
    try {
      ListRule rule = ListRuleRecords.rule(RecordValue.decode(encoding, raw));
      if (!ListRuleRecords.key(rule.id()).equals(key(raw))) {
        throw new IllegalArgumentException(
            "id: is %s, but the record's key is %s".formatted(rule.id(), key(raw)));
      }
      return ListRuleRecords.usable(rule, conditions);
    } catch (IllegalArgumentException e) {
      throw new RejectedException(RejectionReason.WRONG_RULE, String.valueOf(e.getMessage()));
    }
  }

  /** Checked before it was told; a savepoint may bring one of which that no longer holds. */
  public @Nullable UsableListRule decode(KnownByKey.Told told) {
    try {
      return ListRuleRecords.usable(
          ListRuleRecords.rule(encoding.decode(told.value())), conditions);
    } catch (IllegalArgumentException | MalformedRecordException | UnknownSchemaException e) {
      LOG.warn("The rule on lists {} cannot be used any more: {}", told.key(), e.getMessage());
      return null;
    }
  }
}
