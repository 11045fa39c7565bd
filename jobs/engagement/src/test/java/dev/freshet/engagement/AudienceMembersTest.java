package dev.freshet.engagement;

import static dev.freshet.engagement.Rules.MONDAY_NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.audience.AudienceBook;
import dev.freshet.scoring.audience.Passage;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

/** Where in Redis an audience has its members. */
class AudienceMembersTest {

  private static final RedisKeys CLUSTERED = new RedisKeys("", 16);
  private static final AudienceBook BOOK = new AudienceBook(Duration.ofDays(1));

  private static RedisDocuments documents(RedisKeys keys) {
    return new RedisDocuments(EngagementSettings.from(new Configuration(), keys));
  }

  @Test
  void isOneKeyWithoutHashTags() {
    Passage entry = new Passage("idle", "ada", true, MONDAY_NOON, MONDAY_NOON);

    assertThat(documents(RedisKeys.plain()).passage(entry, BOOK))
        .containsExactly(RedisWrite.member("audience:idle", "ada", (double) MONDAY_NOON, 10_000));
  }

  @Test
  void isAlsoBesideTheDocumentsOfAMemberWithHashTags() {
    RedisDocuments documents = documents(CLUSTERED);
    String beside = CLUSTERED.rec("ada").replace("rec:ada", "audience:idle");
    assertThat(beside).isNotEqualTo(CLUSTERED.audience("idle"));

    assertThat(documents.passage(new Passage("idle", "ada", true, 1L, 2L), BOOK))
        .containsExactly(
            RedisWrite.member(CLUSTERED.audience("idle"), "ada", 1.0, 10_000),
            RedisWrite.member(beside, "ada", 1.0, 10_000));
    assertThat(documents.passage(new Passage("idle", "ada", false, 1L, 3L), BOOK))
        .containsExactly(
            RedisWrite.noMember(CLUSTERED.audience("idle"), "ada"),
            RedisWrite.noMember(beside, "ada"));
  }
}
