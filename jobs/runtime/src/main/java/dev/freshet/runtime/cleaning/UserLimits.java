package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.id.Fingerprint;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How much of what one user sends is used: an event once, and no more than a limit each minute. */
record UserLimits(EventSettings settings) implements Serializable {

  /** What becomes of an event. */
  enum Verdict {
    USED,
    DUPLICATE,
    FLOOD
  }

  Duration duplicatesTtl() {
    return settings.duplicatesTtl();
  }

  /**
   * Judges the user's next event.
   *
   * @param recent the user's events before it; remembers this one unless it is a duplicate
   * @param nowMillis when it arrived
   */
  Verdict judge(Interaction interaction, RecentEvents recent, long nowMillis) {
    int now = minute(nowMillis);
    int oldest = now - (int) settings.duplicatesTtl().toMinutes();
    long id = Fingerprint.of(interaction.id());
    if (recent.contains(id, oldest)) {
      return Verdict.DUPLICATE;
    }
    recent.remember(id, now, oldest, settings.duplicatesMaxIds());
    int thisMinute = recent.count(minute(interaction.atMillis()));
    return settings.floodLimit() > 0 && thisMinute > settings.floodLimit()
        ? Verdict.FLOOD
        : Verdict.USED;
  }

  Rejection flood(Interaction interaction) {
    return new Rejection(
        RejectionReason.FLOOD,
        "user "
            + interaction.user()
            + " sent more than events.flood-limit = "
            + settings.floodLimit()
            + " within a minute");
  }

  private static int minute(long millis) {
    return (int) TimeUnit.MILLISECONDS.toMinutes(millis);
  }
}
