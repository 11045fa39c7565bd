package dev.freshet.scoring.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashesTest {

  private static final byte[] KEY = "secret".getBytes(StandardCharsets.UTF_8);

  /** {@code printf 'weekly\0ada\0ever/1' | sha256sum | cut -c 1-32}. */
  @Test
  void aRewardsIdIsWhatAnybodyComputes() {
    assertThat(Hashes.rewardId("weekly", "ada", "ever/1"))
        .isEqualTo("204d327da97891c22ec32a575b5c49d4");
  }

  /**
   * The first 60 bits of {@code printf abc | openssl dgst -sha256 -hmac secret}, by fives: 9946dad4
   * e00e913f …
   */
  @Test
  void nameAChangeOfAnAudienceAsDocumented() {
    assertThat(Hashes.passageId("idle", "ada", true, 1_772_452_800_000L))
        .isEqualTo("5b7799bbb39dc599160ad6b3a66a163c");
  }

  @Test
  void aCouponsCodeIsWhatAnybodyWithTheKeyComputes() {
    assertThat(Hashes.couponCode(KEY, "abc")).isEqualTo("K53D-NN70-1T8K");
    assertThat(Hashes.couponCode("other".getBytes(StandardCharsets.UTF_8), "abc"))
        .isNotEqualTo("K53D-NN70-1T8K");
  }

  @Test
  void theShareOfUsersIsHeldOut() {
    long heldOut =
        IntStream.range(0, 10_000)
            .filter(user -> Hashes.isHeldOut("weekly", "user-" + user, 0.1))
            .count();

    assertThat(heldOut).isBetween(900L, 1_100L);
  }

  @Test
  void whoIsHeldOutOfOneRuleNeedNotBeOfAnother() {
    assertThat(IntStream.range(0, 100).filter(HashesTest::differs).count()).isPositive();
  }

  private static boolean differs(int user) {
    return Hashes.isHeldOut("a", "user-" + user, 0.5) != Hashes.isHeldOut("b", "user-" + user, 0.5);
  }

  @Test
  void nobodyIsHeldOutOfARuleWithoutHoldout() {
    assertThat(IntStream.range(0, 1_000).anyMatch(user -> Hashes.isHeldOut("a", "" + user, 0.0)))
        .isFalse();
  }
}
