package dev.freshet.scoring.community;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompletersTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final CommunitySettings SETTINGS = CommunitySettings.defaults();

  private Completers completers = new Completers();

  @Test
  void areListedTheLastOneFirstInAnyOrder() {
    assertThat(completers.isNobody()).isTrue();
    completers.complete("ben", NOON + 1, SETTINGS);
    completers.complete("ada", NOON + 2, SETTINGS);
    completers.complete("ada", NOON, SETTINGS);
    completers.complete("cyd", NOON + 1, SETTINGS);

    assertThat(completers.latest(2)).containsExactly("ada", "ben");
    assertThat(completers.latest(9)).containsExactly("ada", "ben", "cyd");
  }

  @Test
  void areABoundedNumber() {
    for (int i = 0; i < 1_000; i++) {
      completers.complete("user" + i, NOON + i, SETTINGS);
    }

    assertThat(completers.latest(1_000)).hasSizeBetween(50, 62).startsWith("user999", "user998");
  }

  @Test
  void goOnFromTheirBytes() {
    completers.complete("ada", NOON, SETTINGS);
    completers = Completers.deserialize(completers.serialize());

    assertThat(completers.latest(9)).containsExactly("ada");
    assertThat(completers.isNobody()).isFalse();
  }
}
