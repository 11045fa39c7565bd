package dev.freshet.effect;

import dev.freshet.runtime.time.OneTimer;
import dev.freshet.scoring.experiment.UserViews;
import dev.freshet.scoring.experiment.ViewSettings;
import java.util.function.LongConsumer;

/** The two timers of a user. Two of one moment are one, which is deleted only if neither is set. */
final class UserTimers {

  private UserTimers() {}

  /** Sets them anew. */
  static void arm(
      String id,
      UserViews user,
      ViewSettings settings,
      LongConsumer setting,
      LongConsumer deletion) {
    user.dueMillis =
        OneTimer.moved(
            user.dueMillis,
            user.nextMillis(settings),
            setting,
            set -> deleteUnless(set, user.overDueMillis, deletion));
    user.overDueMillis =
        OneTimer.moved(
            user.overDueMillis,
            user.nextOverMillis(id, settings),
            setting,
            set -> deleteUnless(set, user.dueMillis, deletion));
  }

  private static void deleteUnless(long set, long other, LongConsumer deletion) {
    if (set != other) {
      deletion.accept(set);
    }
  }
}
