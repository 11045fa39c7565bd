package dev.freshet.localstack.evaluate.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.localstack.evaluate.lists.Slices.Slice;
import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.scoring.event.Interaction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlicesTest {

  private static final long NOON = 1_700_000_000_000L;
  private static final long ONE_MINUTE = 60_000L;
  private static final long ONE_DAY = 24 * 60 * ONE_MINUTE;

  private final List<Interaction> log = new ArrayList<>();

  @Test
  void sortsChoicesByTheTimeSinceTheUsersLastEvent() {
    click("ann", "a", NOON);
    click("bob", "a", NOON + 50 * ONE_MINUTE);
    click("ann", "b", NOON + 60 * ONE_MINUTE);
    click("bob", "b", NOON + 61 * ONE_MINUTE);
    click("ann", "a", NOON + ONE_DAY);
    click("ann", "c", NOON + ONE_DAY + ONE_MINUTE);

    Slices slices = slices(List.of(2, 3, 5), outcome("Freshet", 1, 0, 2));

    assertThat(slices.byGap())
        .extracting(Slice::label, slice -> slice.freshet().choices(), this::hitRateOfFreshet)
        .containsExactly(tuple("0m+", 1, 1.0), tuple("3m+", 1, 0.0), tuple("30m+", 1, 1.0));
  }

  @Test
  void sortsChoicesByHowManyItemsTheUserDidBefore() {
    click("ann", "a", NOON);
    click("ann", "b", NOON + 1);
    click("ann", "a", NOON + 2);
    click("ann", "b", NOON + 3);
    click("ann", "c", NOON + 4);
    click("ann", "d", NOON + 5);
    click("ann", "e", NOON + 6);

    Slices slices = slices(List.of(1, 4, 5, 6), outcome("Freshet", 0, 4, 0, 1));

    assertThat(slices.byHistory())
        .extracting(Slice::label, slice -> slice.freshet().choices(), this::hitRateOfFreshet)
        .containsExactly(tuple("1+", 1, 0.0), tuple("2+", 2, 0.5), tuple("4+", 1, 1.0));
  }

  @Test
  void comparesWithTheBaselineThatIsBestThere() {
    click("ann", "a", NOON);
    click("ann", "b", NOON + ONE_MINUTE);
    click("ann", "c", NOON + ONE_DAY);

    Slices slices =
        slices(
            List.of(1, 2),
            outcome("Freshet", 1, 0),
            outcome("good at once", 2, 0),
            outcome("good later", 0, 4));

    assertThat(slices.byGap())
        .extracting(slice -> slice.bestBaseline().orElseThrow().getKey())
        .containsExactly("good at once", "good later");
    assertThat(SliceTable.of(slices).lines())
        .containsExactly(
            "gap since the user's last event       choices   HR@20   MRR@20     HR@20   MRR@20"
                + "  best baseline there",
            "0m+                                         1  1.0000   1.0000    1.0000   0.5000"
                + "  good at once",
            "6h+                                         1  0.0000   0.0000    1.0000   0.2500"
                + "  good later",
            "",
            "items the user did before             choices   HR@20   MRR@20     HR@20   MRR@20"
                + "  best baseline there",
            "1+                                          1  1.0000   1.0000    1.0000   0.5000"
                + "  good at once",
            "2+                                          1  0.0000   0.0000    1.0000   0.2500"
                + "  good later");
  }

  @Test
  void tellsOfFreshetAloneWithoutBaselines() {
    click("ann", "a", NOON);
    click("ann", "b", NOON + ONE_MINUTE);

    assertThat(SliceTable.of(slices(List.of(1), outcome("Freshet", 4))).lines())
        .containsExactly(
            "gap since the user's last event       choices   HR@20   MRR@20",
            "0m+                                         1  1.0000   0.2500",
            "",
            "items the user did before             choices   HR@20   MRR@20",
            "1+                                          1  1.0000   0.2500");
  }

  @Test
  void areNoneWithoutChoices() {
    Slices slices = slices(List.of(), outcome("Freshet"));

    assertThat(slices.byGap()).isEmpty();
    assertThat(slices.byHistory()).isEmpty();
    assertThat(SliceTable.of(slices)).doesNotContain("NaN");
  }

  private double hitRateOfFreshet(Slice slice) {
    return slice.freshet().hitRate20();
  }

  private void click(String user, String item, long atMillis) {
    log.add(Interaction.click("click-" + log.size(), user, item, atMillis));
  }

  private Slices slices(List<Integer> choices, Outcome... outcomes) {
    Replay replay = new Replay("small", List.of(), log);
    return Slices.of(new Evaluation(replay, choices, List.of(outcomes), List.of()));
  }

  private static Outcome outcome(String approach, int... ranks) {
    return new Outcome(
        approach,
        ranks,
        Metrics.of(ranks),
        1.0,
        new Outcome.Shown(0, 0.0, 0.0),
        new Outcome.Timing(0, 0, 0L, 0L));
  }
}
