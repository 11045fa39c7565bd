package dev.freshet.scoring.audience;

import dev.freshet.scoring.engagement.Hashes;

/**
 * A user enters or leaves an audience.
 *
 * @param audience the name of the audience
 * @param user who enters or leaves
 * @param isEntry whether it is entered
 * @param sinceMillis since when the user is a member, or was one, event time
 * @param atMillis when it happens, event time
 */
public record Passage(
    String audience, String user, boolean isEntry, long sinceMillis, long atMillis) {

  /** The same whenever it is computed again. */
  public String id() {
    return Hashes.passageId(audience, user, isEntry, atMillis);
  }
}
