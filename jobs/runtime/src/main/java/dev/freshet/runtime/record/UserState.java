package dev.freshet.runtime.record;

import org.jspecify.annotations.Nullable;

/**
 * What a job knows of a user, for others to read.
 *
 * @param user whom
 * @param value the record as it is written, or null if the user is forgotten
 * @param content a fingerprint of what it says, which is another only if that is: when it is told
 *     does not count
 */
public record UserState(String user, byte @Nullable [] value, long content) {

  /** The content of a user who is forgotten. */
  public static final long FORGOTTEN = 0L;

  /** The user is forgotten. */
  public static UserState forgotten(String user) {
    return new UserState(user, null, FORGOTTEN);
  }

  /** Whether the user is forgotten. */
  public boolean isForgotten() {
    return value == null;
  }
}
