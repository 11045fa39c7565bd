package dev.freshet.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.schemas.AudienceChange;
import dev.freshet.schemas.AudienceMove;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.audience.Audience;
import dev.freshet.scoring.audience.Passage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AudienceRecordsTest {

  private static final Audience IDLE =
      new Audience(
          "idle",
          "now - user.lastSeen > duration('72h')",
          Duration.ofHours(6),
          Duration.ofDays(1),
          5_000);

  @Test
  void bringAnAudienceBack() throws Exception {
    byte[] record = Rules.record(IDLE);

    assertThat(AudienceRecords.audience(RecordEncoding.audiences().decode(record))).isEqualTo(IDLE);
    assertThat(new RuleReader(false).readAudience(record).audience()).isEqualTo(IDLE);
  }

  @Test
  void tellTheTopicWhoLeaves() {
    Passage left = new Passage("idle", "ada", false, 1_000L, 2_000L);

    AudienceChange change = AudienceRecords.change(left);

    assertThat(change)
        .isEqualTo(
            new AudienceChange(
                left.id(),
                "idle",
                "ada",
                AudienceMove.LEFT,
                Instant.ofEpochMilli(2_000L),
                Instant.ofEpochMilli(1_000L)));
    assertThat(AudienceRecords.change(new Passage("idle", "ada", true, 1L, 1L)).getChange())
        .isEqualTo(AudienceMove.ENTERED);
  }

  @Test
  void haveKeysThatNoRuleHas() {
    String key = AudienceRecords.key("idle");

    assertThat(key).isEqualTo("audience:idle");
    assertThat(AudienceRecords.name(key)).isEqualTo("idle");
    assertThat(AudienceRecords.isKey(key)).isTrue();
    assertThat(AudienceRecords.isKey("audience")).isFalse();
  }

  @Test
  void anAudienceThatCannotBeIsRefusedWithTheReason() {
    RuleReader reader = new RuleReader(true);
    Audience wrong =
        new Audience("at-night", "now.getHours() == 3", Duration.ZERO, Duration.ZERO, 1);

    assertThatThrownBy(() -> reader.check("audience:idle", new byte[] {1, 2, 3}))
        .isInstanceOf(UnusableRuleException.class);
    assertThatThrownBy(() -> reader.check("audience:at-night", Rules.record(wrong)))
        .hasMessageContaining("member: line 1, column 1: now is not compared");
    assertThatThrownBy(() -> reader.check("audience:other", Rules.record(IDLE)))
        .hasMessageContaining("name: is audience:idle, but the record's key is audience:other");
    assertThatThrownBy(() -> reader.check("idle", Rules.record(IDLE)))
        .isInstanceOf(UnusableRuleException.class);
  }
}
