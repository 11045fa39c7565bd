package dev.freshet.scoring.id;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedNamesTest {

  @Test
  void anEqualNameIsTheSameObject() {
    String first = SharedNames.of(new String("shared-names-test"));

    assertThat(SharedNames.of(new String("shared-names-test"))).isSameAs(first);
  }

  @Test
  void namesWithOneHashAreNotTakenForEachOther() {
    // The hashes of "Aa" and "BB" are equal.
    assertThat(SharedNames.of("Aa")).isEqualTo("Aa");
    assertThat(SharedNames.of("BB")).isEqualTo("BB");
    assertThat(SharedNames.of("Aa")).isEqualTo("Aa");
  }
}
