package dev.freshet.scoring.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FingerprintTest {

  private static final long OF_NOTHING = 3244421341483603138L;
  private static final long OF_PYTHON = 8208815375453408160L;

  @Test
  void differsFromIdToId() {
    assertThat(IntStream.range(0, 100_000).mapToLong(i -> Fingerprint.of("item-" + i)).distinct())
        .hasSize(100_000);
  }

  /** Saved states hold fingerprints. */
  @Test
  void neverChanges() {
    assertThat(Fingerprint.of("")).isEqualTo(OF_NOTHING);
    assertThat(Fingerprint.of("python")).isEqualTo(OF_PYTHON);
  }

  /** Tests of what is refused rely on it: both ids leave one factor of the hash at 0. */
  @Test
  void isTheSameForTwoIdsThatWereMadeForIt() {
    assertThat(Fingerprint.of("akqv\u523a\u0996\ubc3b\uaf56"))
        .isEqualTo(Fingerprint.of("\u39b9\uea42\u737b\u6782\ua65d\u03e5\u95d1\u776f"));
  }
}
