package dev.freshet.runtime.record;

import dev.freshet.schemas.InterestState;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.StickinessState;
import dev.freshet.schemas.TagWeight;
import dev.freshet.scoring.engagement.Standing;
import dev.freshet.scoring.engagement.Told;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Reads what {@link UserStateRecords} wrote, of one of the topics. */
public final class UserStateDecoder {

  private final RecordEncoding<StickinessState> stickiness = RecordEncoding.stickiness();
  private final RecordEncoding<InterestState> interests = RecordEncoding.interests();
  private final Told.Subject subject;
  private final IdRules ids;
  private final long maxFutureMillis;
  private final Clock clock;

  /**
   * @param subject what the topic tells of
   * @param settings which records are used
   * @param clock what states may not be too far ahead of
   */
  public UserStateDecoder(Told.Subject subject, EventSettings settings, Clock clock) {
    this.subject = subject;
    ids = new IdRules(settings.ids());
    maxFutureMillis = settings.maxFuture().toMillis();
    this.clock = clock;
  }

  /** Whom a record is about, in the form in which events name users. */
  public String user(RawRecord raw) {
    return ids.normalised(new String(raw.key(), StandardCharsets.UTF_8));
  }

  /**
   * What a record tells of its user.
   *
   * @throws RejectedException if it cannot be used
   */
  public Told decode(RawRecord raw) throws RejectedException {
    if (raw.key().length == 0) {
      throw new RejectedException(RejectionReason.EMPTY_USER, "the record has no key");
    }
    if (raw.valueBytes() == RawRecord.NO_VALUE) {
      return Told.forgotten(subject);
    }
    return subject == Told.Subject.STICKINESS
        ? told(raw, RecordValue.decode(stickiness, raw))
        : told(raw, RecordValue.decode(interests, raw));
  }

  private Told told(RawRecord raw, StickinessState state) throws RejectedException {
    Double propensity = state.getPropensity();
    return told(
        raw,
        state.getUser(),
        state.getAsOf(),
        new Standing(
            state.getTier(),
            state.getScore(),
            state.getTrend(),
            state.getReturnProbability(),
            propensity == null ? Double.NaN : propensity,
            Map.of()));
  }

  private Told told(RawRecord raw, InterestState state) throws RejectedException {
    Map<String, Double> weights = new HashMap<>();
    for (TagWeight tag : state.getTags()) {
      weights.put(tag.getTag(), tag.getWeight());
    }
    return told(
        raw,
        state.getUser(),
        state.getAsOf(),
        new Standing("", Double.NaN, Double.NaN, Double.NaN, Double.NaN, weights));
  }

  private Told told(RawRecord raw, String user, Instant asOf, Standing standing)
      throws RejectedException {
    if (!ids.normalised(user).equals(user(raw))) {
      throw new RejectedException(
          RejectionReason.WRONG_ID,
          "user is %s, but the record's key is %s".formatted(user, user(raw)));
    }
    long ahead = asOf.toEpochMilli() - clock.millis();
    // What is told of a later time is not looked at before, and hides what is told of an earlier.
    if (ahead > maxFutureMillis) {
      throw new RejectedException(
          RejectionReason.FUTURE, "asOf is %d ms ahead of the clock".formatted(ahead));
    }
    return new Told(subject, asOf.toEpochMilli(), standing);
  }
}
