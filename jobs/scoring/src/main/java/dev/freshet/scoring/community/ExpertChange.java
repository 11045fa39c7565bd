package dev.freshet.scoring.community;

import java.util.ArrayList;
import java.util.List;

/**
 * Somebody becomes one of the best experts of a tag, or is none any more.
 *
 * @param atMillis when, event time, epoch milliseconds
 */
public record ExpertChange(String user, String tag, boolean isExpert, long atMillis) {

  /**
   * What has changed of the best of a tag.
   *
   * @param before who they were
   * @param after who they are by now
   */
  public static List<ExpertChange> between(
      List<String> before, List<String> after, String tag, long atMillis) {
    List<ExpertChange> changes = new ArrayList<>();
    for (String user : before) {
      if (!after.contains(user)) {
        changes.add(new ExpertChange(user, tag, false, atMillis));
      }
    }
    for (String user : after) {
      if (!before.contains(user)) {
        changes.add(new ExpertChange(user, tag, true, atMillis));
      }
    }
    return changes;
  }
}
