package dev.freshet.engagement;

import static dev.freshet.engagement.Rules.DAY;
import static dev.freshet.engagement.Rules.MONDAY_NOON;
import static dev.freshet.engagement.Rules.SETTINGS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.engagement.Account;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.ProgressChange;
import dev.freshet.scoring.engagement.Reward;
import org.junit.jupiter.api.Test;

class RedisDocumentsTest {

  private static final int MOST_BYTES = 16_000;

  private final Account account = new Account();

  private void earn(Reward reward, long atMillis, String code) {
    String rule = "r".repeat(64);
    Grant grant = new Grant("", rule, "ada", "", atMillis, reward, "", 0L, 0L, 0.0, false);
    account.earn(grant, code);
  }

  private RedisWrite document() {
    return new RedisDocuments(SETTINGS).account("ada", account);
  }

  private String field(String name) {
    return document().fields().getOrDefault(name, "none");
  }

  private int bytes() {
    return document().fields().entrySet().stream()
        .mapToInt(field -> bytes(field.getKey()) + bytes(field.getValue()))
        .sum();
  }

  private static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }

  @Test
  void hasCouponsOfWhichSomeAreOpen() {
    earn(new Reward(0, "", "tea", DAY, ""), MONDAY_NOON, "CODE-1");
    earn(new Reward(0, "", "tea", DAY, ""), MONDAY_NOON + DAY, "CODE-2");

    assertThat(field("coupons")).contains("CODE-2").doesNotContain("CODE-1");
  }

  @Test
  void hasTheCouponsThatAreValidLongestWhereThereAreMany() {
    for (int coupon = 0; coupon < 200; coupon++) {
      Reward reward = new Reward(0, "", "x".repeat(100), 1_000 * DAY, "");
      earn(reward, MONDAY_NOON + coupon, "CODE-%03d".formatted(coupon));
    }

    assertThat(field("coupons")).contains("CODE-199", "CODE-170").doesNotContain("CODE-100");
    assertThat(field("coupons").indexOf("CODE-170"))
        .isLessThan(field("coupons").indexOf("CODE-199"));
    assertThat(account.coupons()).hasSize(100);
    assertThat(bytes()).isLessThanOrEqualTo(MOST_BYTES / 2 + 200);
  }

  @Test
  void isNeverTooLong() {
    for (int rule = 0; rule < 300; rule++) {
      String name = "%03d".formatted(rule) + "-" + "x".repeat(60);
      earn(new Reward(1, name, "\u20ac off".repeat(5), 1_000 * DAY, ""), MONDAY_NOON + rule, name);
      account.progress(
          new ProgressChange("ada", name, 2, 3, "week", MONDAY_NOON + 7 * DAY, MONDAY_NOON));
    }

    assertThat(bytes()).isBetween(MOST_BYTES - 1_500, MOST_BYTES);
    assertThat(field("rewards")).isEqualTo("300");
    assertThat(field("badges")).contains("000-x").doesNotContain("299-x");
    assertThat(document().fields()).containsKeys("progress:000-" + "x".repeat(60), "asOf");
  }
}
