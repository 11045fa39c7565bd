package dev.freshet.localstack.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.event.ListExposure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoadListsTest {

  private static final LoadSettings SETTINGS = new LoadSettings(50, 300, 2_000, 100, 3L);

  private static List<ListExposure> lists() {
    Load load = new Load(SETTINGS);
    LoadLists lists = new LoadLists(SETTINGS);
    List<ListExposure> all = new ArrayList<>();
    while (load.hasNext()) {
      lists.before(load.next()).ifPresent(all::add);
    }
    return all;
  }

  @Test
  void showTwentyItemsBeforeEachClickWithTheOneAmongThem() {
    Load load = new Load(SETTINGS);
    LoadLists lists = new LoadLists(SETTINGS);
    while (load.hasNext()) {
      Interaction next = load.next();
      Optional<ListExposure> list = lists.before(next);

      assertThat(list.isPresent()).isEqualTo(next.kind() == InteractionKind.CLICK);
      list.ifPresent(
          shown -> {
            assertThat(shown.items()).hasSize(20).contains(next.item()).doesNotHaveDuplicates();
            assertThat(shown.user()).isEqualTo(next.user());
            assertThat(shown.atMillis()).isLessThan(next.atMillis());
          });
    }
  }

  @Test
  void areTheSameForTheSameSettings() {
    assertThat(lists()).isEqualTo(lists()).isNotEmpty();
  }

  @Test
  void tellTheVariantThatAUserHas() {
    assertThat(lists())
        .allSatisfy(
            list ->
                assertThat(list.variants())
                    .containsEntry(
                        "same",
                        LoadLists.EXPERIMENT
                            .variants()
                            .get(LoadLists.EXPERIMENT.assignment().variantOf(list.user()))
                            .name()))
        .extracting(list -> list.variants().get("same"))
        .contains("control", "b");
  }
}
