package dev.freshet.runtime.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.engagement.Standing;
import dev.freshet.scoring.engagement.Told;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.interest.InterestVector;
import dev.freshet.scoring.stickiness.Components;
import dev.freshet.scoring.stickiness.StickinessState;
import dev.freshet.scoring.stickiness.Tier;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UserStateDecoderTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;
  private static final int MOST_BYTES = 1_000;

  private static UserStateDecoder decoder(Told.Subject subject) {
    return new UserStateDecoder(
        subject,
        EventSettings.from(new Configuration()),
        Clock.fixed(Instant.ofEpochMilli(NOON), ZoneOffset.UTC));
  }

  private static RawRecord record(String key, byte @Nullable [] value) {
    return RawRecord.of(
        new ConsumerRecord<>("users", 0, 1L, key.getBytes(UTF_8), value), MOST_BYTES);
  }

  private static UserState sticky(long atMillis, double propensity) {
    StickinessState regular =
        new StickinessState(
            20_417, 47.6, new Components(1, 0.5, 0.25, 0), Tier.REGULAR, -12.4, 1, 9, 0, 4);
    return UserStateRecords.of("ada", atMillis, NOON, regular, 0.4, propensity);
  }

  private static RejectionReason reason(Told.Subject subject, RawRecord raw) {
    return catchThrowableOfType(RejectedException.class, () -> decoder(subject).decode(raw))
        .rejection()
        .reason();
  }

  @Test
  void readsHowStickyAUserIs() throws Exception {
    RawRecord raw = record("ada", sticky(NOON, 0.0625).value());

    assertThat(decoder(Told.Subject.STICKINESS).decode(raw))
        .isEqualTo(
            new Told(
                Told.Subject.STICKINESS,
                NOON,
                new Standing("regular", 48.0, -12.0, 0.4, 0.063, Map.of())));
    assertThat(decoder(Told.Subject.STICKINESS).user(raw)).isEqualTo("ada");
    assertThat(
            decoder(Told.Subject.STICKINESS)
                .decode(record("ada", sticky(NOON, Double.NaN).value()))
                .standing()
                .propensity())
        .isNaN();
  }

  @Test
  void readsWhatAUserIsInterestedIn() throws Exception {
    HalfLife halfLife = HalfLife.ofDays(60);
    InterestVector interests = new InterestVector();
    interests.add(List.of("go"), Engagement.NONE, new Engagement(NOON, 1.0), halfLife, 64);
    UserState state = UserStateRecords.of("ada", NOON, interests, halfLife, 32);

    Told told = decoder(Told.Subject.INTERESTS).decode(record("ada", state.value()));

    assertThat(told.asOfMillis()).isEqualTo(NOON);
    assertThat(told.standing().interests()).containsExactly(Map.entry("go", 1.0));
  }

  @Test
  void aRecordWithoutValueForgetsTheUserOfItsKey() throws Exception {
    Told told = decoder(Told.Subject.INTERESTS).decode(record("ada", null));

    assertThat(told).isEqualTo(Told.forgotten(Told.Subject.INTERESTS));
    assertThat(told.asOfMillis()).isEqualTo(EventTime.NEVER);
  }

  @Test
  void namesUsersAsEventsDo() {
    // The first is an e and an accent, the second one character.
    RawRecord raw = record("rene\u0301", null);

    assertThat(decoder(Told.Subject.INTERESTS).user(raw)).isEqualTo("ren\u00e9");
  }

  @Test
  void refusesWhatCannotBeUsed() {
    assertThat(reason(Told.Subject.STICKINESS, record("", null)))
        .isEqualTo(RejectionReason.EMPTY_USER);
    assertThat(reason(Told.Subject.STICKINESS, record("ada", new byte[] {1})))
        .isEqualTo(RejectionReason.MALFORMED);
    assertThat(reason(Told.Subject.STICKINESS, record("ada", new byte[MOST_BYTES + 1])))
        .isEqualTo(RejectionReason.TOO_LARGE);
    assertThat(reason(Told.Subject.INTERESTS, record("ada", sticky(NOON, 0.5).value())))
        .isEqualTo(RejectionReason.UNKNOWN_SCHEMA);
    assertThat(reason(Told.Subject.STICKINESS, record("bob", sticky(NOON, 0.5).value())))
        .isEqualTo(RejectionReason.WRONG_ID);
    assertThat(reason(Told.Subject.STICKINESS, record("ada", sticky(NOON + DAY, 0.5).value())))
        .isEqualTo(RejectionReason.FUTURE);
  }
}
