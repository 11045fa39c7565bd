package dev.freshet.engagement;

import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.ProgressChange;
import java.util.List;

/**
 * Something for a user's account: rewards, and how far the user has come with rules.
 *
 * @param user whose account
 * @param grants in the order in which they were earned; also those that the user is held out of
 * @param progress at most once of each rule
 */
public record AccountChange(String user, List<Grant> grants, List<ProgressChange> progress) {

  static AccountChange of(Grant grant) {
    return new AccountChange(grant.user(), List.of(grant), List.of());
  }

  static AccountChange of(ProgressChange progress) {
    return new AccountChange(progress.user(), List.of(), List.of(progress));
  }
}
