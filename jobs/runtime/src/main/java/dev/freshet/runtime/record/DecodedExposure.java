package dev.freshet.runtime.record;

import dev.freshet.runtime.failure.RecordFailures;
import dev.freshet.scoring.event.ListExposure;
import org.jspecify.annotations.Nullable;

/**
 * A record of the topic of exposures, read and checked: what a user was shown, or a reason to
 * reject it. Exactly one of the two is there.
 *
 * @param raw the record
 * @param exposure what a user was shown
 * @param rejection why it is nothing
 */
public record DecodedExposure(
    RawRecord raw, @Nullable ListExposure exposure, @Nullable Rejection rejection) {

  public static DecodedExposure of(RawRecord raw, ListExposure exposure) {
    return new DecodedExposure(raw, exposure, null);
  }

  private static DecodedExposure of(RawRecord raw, Rejection rejection) {
    return new DecodedExposure(raw, null, rejection);
  }

  /** What a decoder makes of a record, or why it cannot, whatever is wrong. */
  public static DecodedExposure by(ExposureDecoder decoder, RawRecord raw) {
    try {
      return of(raw, decoder.decode(raw));
    } catch (RejectedException e) {
      return of(raw, e.rejection());
    } catch (RuntimeException e) {
      return of(raw, new Rejection(RejectionReason.FAILED, RecordFailures.trace(e)));
    }
  }
}
