package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.scoring.id.Fingerprint;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.ConfigOption;

/**
 * How much of what one user sends is used: an event once, and no more than a limit each minute, of
 * event time and of arrival. What is rejected as a flood is not remembered: sent again later, it is
 * no duplicate, and it pushes out no id of what was used.
 */
record UserLimits(EventSettings settings) implements Serializable {

  /** What becomes of an event. */
  enum Verdict {
    USED,
    DUPLICATE,
    FLOOD,
    FLOOD_OF_ARRIVALS
  }

  Duration duplicatesTtl() {
    return settings.duplicatesTtl();
  }

  /**
   * Judges the user's next event.
   *
   * @param eventId its own identity
   * @param atMillis when it occurred
   * @param arrivedMillis when Kafka got it, or {@link RawRecord#NO_TIMESTAMP} if it comes from a
   *     file, whose events all arrive at once
   * @param recent the user's events before it; counts this one, and remembers it if it is used
   * @param nowMillis what the clock shows
   */
  Verdict judge(
      String eventId, long atMillis, long arrivedMillis, RecentEvents recent, long nowMillis) {
    int now = minute(nowMillis);
    int oldest = now - (int) settings.duplicatesTtl().toMinutes();
    long id = Fingerprint.of(eventId);
    if (recent.contains(id, oldest)) {
      return Verdict.DUPLICATE;
    }
    int occurred = recent.count(minute(atMillis));
    int arrived =
        arrivedMillis == RawRecord.NO_TIMESTAMP ? 0 : recent.countArrival(minute(arrivedMillis));
    if (isBeyond(settings.floodLimit(), occurred)) {
      return Verdict.FLOOD;
    }
    if (isBeyond(settings.arrivalLimit(), arrived)) {
      return Verdict.FLOOD_OF_ARRIVALS;
    }
    recent.remember(id, now, oldest, settings.duplicatesMaxIds());
    return Verdict.USED;
  }

  private static boolean isBeyond(int limit, int count) {
    return limit > 0 && count > limit;
  }

  Rejection flood(String user) {
    return flood(user, EventOptions.FLOOD_LIMIT, settings.floodLimit(), "within a minute");
  }

  Rejection floodOfArrivals(String user) {
    return flood(
        user,
        EventOptions.ARRIVAL_LIMIT,
        settings.arrivalLimit(),
        "that Kafka got within a minute");
  }

  private static Rejection flood(
      String user, ConfigOption<Integer> option, int limit, String within) {
    return new Rejection(
        RejectionReason.FLOOD,
        "user %s sent more than %s = %d %s".formatted(user, option.key(), limit, within));
  }

  private static int minute(long millis) {
    return (int) TimeUnit.MILLISECONDS.toMinutes(millis);
  }
}
