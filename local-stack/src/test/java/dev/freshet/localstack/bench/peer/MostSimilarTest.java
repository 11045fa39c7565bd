package dev.freshet.localstack.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MostSimilarTest {

  private static final ItemRow THREE =
      new ItemRow(4.0, 3, new String[] {"a", "b", "c"}, new double[] {3.0, 2.0, 1.0});

  private final MostSimilar similar = new MostSimilar(THREE, 3);

  @Test
  void movesAnItemToItsPlace() {
    similar.enter("c", 2.5);
    similar.enter("a", 0.5);

    assertThat(similar.items()).containsExactly("c", "b", "a");
    assertThat(similar.strengths()).containsExactly(2.5, 2.0, 0.5);
  }

  @Test
  void letsAnItemInInPlaceOfTheWeakest() {
    similar.enter("d", 2.5);

    assertThat(similar.items()).containsExactly("a", "d", "b");
  }

  @Test
  void keepsOutWhatIsWeakerThanAll() {
    similar.enter("d", 0.5);

    assertThat(similar.items()).containsExactly("a", "b", "c");
  }

  @Test
  void growsUntilItIsFull() {
    MostSimilar roomy = new MostSimilar(THREE, 5);
    roomy.enter("d", 0.5);
    roomy.enter("e", 4.0);
    roomy.enter("f", 0.1);

    assertThat(roomy.items()).containsExactly("e", "a", "b", "c", "d");
  }

  @Test
  void dividesByTheRootOfTheItemsOwnCount() {
    assertThat(similar.similarities(4.0)).containsExactly(1.5, 1.0, 0.5);
  }
}
