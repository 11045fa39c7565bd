package dev.freshet.engagement;

import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.ProgressChange;
import org.jspecify.annotations.Nullable;

/**
 * Something for a user's account: a reward, or how far the user has come with a rule.
 *
 * @param user whose account
 * @param grant null if it is progress
 * @param progress null if it is a reward
 */
public record AccountChange(String user, @Nullable Grant grant, @Nullable ProgressChange progress) {

  static AccountChange of(Grant grant) {
    return new AccountChange(grant.user(), grant, null);
  }

  static AccountChange of(ProgressChange progress) {
    return new AccountChange(progress.user(), null, progress);
  }
}
