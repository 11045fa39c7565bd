package dev.freshet.runtime.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.schemas.Preferences;
import dev.freshet.schemas.RecordEncoding;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UserPreferenceDecoderTest {

  private static final int MOST_BYTES = 1_000;

  private final UserPreferenceDecoder decoder =
      new UserPreferenceDecoder(EventSettings.from(new Configuration()));

  private static RawRecord record(String key, byte @Nullable [] value) {
    return RawRecord.of(
        new ConsumerRecord<>("preferences", 0, 1L, key.getBytes(UTF_8), value), MOST_BYTES);
  }

  private static byte[] says(String user, boolean partners) {
    return RecordEncoding.preferences().encode(new Preferences(user, partners, Instant.EPOCH));
  }

  private RejectionReason reason(RawRecord raw) {
    return catchThrowableOfType(RejectedException.class, () -> decoder.wantsPartners(raw))
        .rejection()
        .reason();
  }

  @Test
  void readsWhetherAUserWantsPartners() throws Exception {
    RawRecord no = record("ada", says("ada", false));

    assertThat(decoder.wantsPartners(no)).isFalse();
    assertThat(decoder.user(no)).isEqualTo("ada");
    assertThat(decoder.wantsPartners(record("ada", says("ada", true)))).isTrue();
  }

  @Test
  void namesUsersAsEventsDo() throws Exception {
    // The first is an e and an accent, the second one character.
    RawRecord no = record("rene\u0301", says("ren\u00e9", false));

    assertThat(decoder.wantsPartners(no)).isFalse();
    assertThat(decoder.user(no)).isEqualTo("ren\u00e9");
    Configuration asTheyAre = Configuration.fromMap(Map.of("events.normalise-ids", "false"));
    assertThat(new UserPreferenceDecoder(EventSettings.from(asTheyAre)).user(no))
        .isEqualTo("rene\u0301");
  }

  @Test
  void takesNothingSaidForYes() throws Exception {
    assertThat(decoder.wantsPartners(record("ada", null))).isTrue();
  }

  @Test
  void rejectsWhatItCannotRead() {
    assertThat(reason(record("", null))).isEqualTo(RejectionReason.EMPTY_USER);
    assertThat(reason(record("ada", says("ben", true)))).isEqualTo(RejectionReason.WRONG_ID);
    assertThat(reason(record("ada", new byte[] {1}))).isEqualTo(RejectionReason.MALFORMED);
  }
}
