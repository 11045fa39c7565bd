package dev.freshet.engagement;

import dev.freshet.scoring.community.ExpertChange;
import dev.freshet.scoring.engagement.Told;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all tasks are told: a rule or an audience, the tags of an item, or that all rules were told
 * that there were at the start. And what one task is told of a user.
 *
 * @param rule the rule's id, or the key of an audience on the topic of rules; empty if it is about
 *     neither
 * @param record the rule or audience as it lies on its topic, or null if it ends
 * @param offset where that is: of two notices of a rule the one with the higher holds
 * @param item the item; empty if it is not about an item
 * @param tags the item's tags
 * @param user the user; empty if it is not about a user
 * @param told what is told of the user, or null
 */
public record Notice(
    String rule,
    byte @Nullable [] record,
    long offset,
    String item,
    List<String> tags,
    String user,
    @Nullable Told told) {

  /**
   * A rule or an audience holds from now on, or ends.
   *
   * @throws IllegalArgumentException if it has no key: it would be taken for the end of the start
   */
  public static Notice ofRule(String rule, byte @Nullable [] record, long offset) {
    if (rule.isEmpty()) {
      throw new IllegalArgumentException("the rule of the record at " + offset + " has no key");
    }
    return new Notice(rule, record, offset, "", List.of(), "", null);
  }

  /** All rules were told that there were at the start. */
  public static Notice endOfStart() {
    return new Notice("", null, 0L, "", List.of(), "", null);
  }

  boolean isEndOfStart() {
    return rule.isEmpty() && item.isEmpty() && told == null;
  }

  /** An item has these tags. */
  static Notice ofItem(String item, List<String> tags) {
    return new Notice("", null, 0L, item, tags, "", null);
  }

  /** A user becomes one of the best experts of a tag, or is none any more. */
  static Notice ofExpert(ExpertChange change) {
    return ofUser(change.user(), Told.expert(change.tag(), change.isExpert(), change.atMillis()));
  }

  /** Something is told of a user. */
  public static Notice ofUser(String user, Told told) {
    return new Notice("", null, 0L, "", List.of(), user, told);
  }
}
