package dev.freshet.runtime.record;

import dev.freshet.schemas.ExposureEvent;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.event.ListExposure;
import java.time.Clock;

/** Makes of each record of the topic of exposures what a user was shown, or rejects it. */
public final class ExposureDecoder {

  private final IdRules ids;
  private final EventRules rules;
  private final RecordEncoding<ExposureEvent> exposures;

  /**
   * @param settings which records are used
   * @param clock what exposures may not be too far ahead of
   */
  public ExposureDecoder(EventSettings settings, Clock clock) {
    ids = new IdRules(settings.ids());
    rules = new EventRules(settings, ids, clock);
    exposures = RecordEncoding.exposures().withWriters(settings.writers());
  }

  /**
   * What a user was shown.
   *
   * @throws RejectedException if the record cannot be used, with the reason
   */
  public ListExposure decode(RawRecord raw) throws RejectedException {
    RecordDecoder.requireValue(raw);
    ListExposure exposure =
        ids.normalised(EventRecords.exposure(RecordValue.decode(exposures, raw)));
    rules.check(exposure);
    return exposure;
  }
}
