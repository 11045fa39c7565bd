package dev.freshet.effect;

import static dev.freshet.effect.Lists.MONDAY_NOON;
import static dev.freshet.effect.Lists.PULSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.experiment.ItemSums;
import dev.freshet.scoring.experiment.Totals;
import dev.freshet.scoring.experiment.View;
import dev.freshet.scoring.experiment.ViewChange;
import dev.freshet.scoring.experiment.ViewSums;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class EffectGaugesTest {

  private static final View B = View.ofVariant("pulse", "b");

  private final Map<String, Gauge<?>> registered = new HashMap<>();
  private final EffectGauges gauges = new EffectGauges(new Group(""));

  /** Keeps what is registered in it and in its groups, once. */
  private final class Group extends UnregisteredMetricsGroup {

    private final String path;

    Group(String path) {
      this.path = path;
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      return new Group(path + value + ".");
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
      assertThat(registered.put(path + name, gauge)).isNull();
      return gauge;
    }
  }

  private double number(String name) {
    return ((Number) Objects.requireNonNull(registered.get(name)).getValue()).doubleValue();
  }

  /** Users with ten lists each, of whom the first clicked once. */
  private static ViewSums sums(View view, int users, int clicks) {
    ViewSums sums = new ViewSums();
    for (int user = 0; user < users; user++) {
      Totals totals = new Totals(10L, user < clicks ? 1L : 0L, 0L, 0L, 0L, 0L);
      sums.enter(
          new ViewChange(
              view, Totals.NONE, totals, 0L, 0, Map.of(), Map.of(), List.of(), MONDAY_NOON));
    }
    return sums;
  }

  private void look(int controlClicks, int clicks) {
    look("b", controlClicks, clicks);
  }

  private void look(String variant, int controlClicks, int clicks) {
    gauges.look(
        B.subject(),
        Optional.of(
            new Finding(
                List.of("control", variant),
                List.of(sums(B, 1_000, controlClicks), sums(B, 1_000, clicks)),
                List.of(new ItemSums(), new ItemSums()),
                PULSE,
                MONDAY_NOON)));
  }

  private void look(String placement) {
    View view = View.ofPlacement(placement);
    gauges.look(
        view.subject(),
        Optional.of(
            new Finding(
                List.of(placement),
                List.of(sums(view, 4, 2)),
                List.of(new ItemSums()),
                null,
                MONDAY_NOON)));
  }

  @Test
  void tellWhatAPlacementBringsAbout() {
    look("home");

    assertThat(number("home.lists")).isEqualTo(40.0);
    assertThat(number("home.users")).isEqualTo(4.0);
    assertThat(number("home.ctr")).isEqualTo(0.05);
  }

  @Test
  void tellWhatAnExperimentShowsAndWhatHasBecomeOfIt() {
    look(500, 500);
    assertThat(number("pulse.verdict")).isZero();

    look(300, 600);

    assertThat(number("pulse.verdict")).isEqualTo(1.0);
    assertThat(number("pulse.control.users")).isEqualTo(1_000.0);
    assertThat(number("pulse.control.value")).isEqualTo(0.03);
    assertThat(number("pulse.b.value")).isEqualTo(0.06);
    assertThat(number("pulse.b.difference")).isEqualTo(0.03);
    assertThat(number("pulse.b.differenceFrom")).isBetween(0.01, 0.03);
    assertThat(number("pulse.b.differenceTo")).isBetween(0.03, 0.05);
    assertThat(number("pulse.b.guardrailsHurt")).isZero();
    assertThat(registered).doesNotContainKey("pulse.control.difference");
  }

  @Test
  void tellNothingMoreOfAnExperimentThatIsTakenAway() {
    look(300, 600);
    gauges.look(B.subject(), Optional.empty());
    assertThat(number("pulse.verdict")).isNaN();
    assertThat(number("pulse.b.users")).isNaN();

    look(300, 600);

    assertThat(number("pulse.verdict")).isEqualTo(1.0);
  }

  @Test
  void tellNothingMoreOfAVariantThatAnExperimentHasNotAnyMore() {
    look(300, 600);
    look("other", 300, 600);

    assertThat(number("pulse.b.users")).isNaN();
    assertThat(number("pulse.other.users")).isEqualTo(1_000.0);
    assertThat(number("pulse.control.users")).isEqualTo(1_000.0);
  }

  @Test
  void tellOfSoManyAtMost() {
    for (int placement = 0; placement <= EffectGauges.MOST_SUBJECTS; placement++) {
      look("place" + placement);
    }
    look("place0");

    assertThat(registered).hasSize(3 * EffectGauges.MOST_SUBJECTS);
  }
}
