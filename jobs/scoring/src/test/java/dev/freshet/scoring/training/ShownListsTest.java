package dev.freshet.scoring.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.model.ShownAlternatives;
import dev.freshet.scoring.model.Signal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ShownListsTest {

  @Test
  void areTheSameAfterTheyWereSerialized() {
    double[] signals = new double[2 * Signal.COUNT];
    Arrays.setAll(signals, i -> i / 8.0);
    ShownLists lists = new ShownLists();
    lists
        .lists()
        .add(
            new ShownLists.ShownList(
                1L,
                2L,
                3L,
                4.0,
                5,
                1,
                new long[] {6L, 7L},
                new ShownAlternatives(signals, new int[] {0, 29}, new double[] {0.0, 1.5})));
    lists.lists().add(lists.lists().get(0));

    ShownLists again = ShownLists.deserialize(lists.serialize());

    assertThat(again.lists()).usingRecursiveComparison().isEqualTo(lists.lists());
    assertThat(ShownLists.deserialize(new ShownLists().serialize()).isEmpty()).isTrue();
  }
}
