package dev.freshet.effect;

import static dev.freshet.effect.Lists.DAY;
import static dev.freshet.effect.Lists.MONDAY_NOON;
import static dev.freshet.effect.Lists.PULSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.experiment.ItemSums;
import dev.freshet.scoring.experiment.Totals;
import dev.freshet.scoring.experiment.View;
import dev.freshet.scoring.experiment.ViewChange;
import dev.freshet.scoring.experiment.ViewSums;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BrokenExperimentsTest {

  private static final String SUBJECT = View.ofVariant("pulse", "b").subject();

  private final BrokenExperiments broken = new BrokenExperiments();

  /** Of two halves. */
  private static Optional<Finding> usersOf(int control, int b) {
    return Optional.of(
        new Finding(
            List.of("control", "b"),
            List.of(users(control), users(b)),
            List.of(new ItemSums(), new ItemSums()),
            PULSE,
            MONDAY_NOON));
  }

  private static ViewSums users(int count) {
    ViewSums sums = new ViewSums();
    Totals once = new Totals(1L, 0L, 0L, 0L, 0L, 0L);
    for (int user = 0; user < count; user++) {
      sums.enter(
          new ViewChange(
              View.ofVariant("pulse", "b"),
              Totals.NONE,
              once,
              0L,
              0,
              Map.of(),
              Map.of(),
              List.of(),
              MONDAY_NOON));
    }
    return sums;
  }

  @Test
  void areThoseWhoseUsersAreNotDividedAsPlanned() {
    broken.look(SUBJECT, usersOf(600, 400));

    assertThat(broken.at(MONDAY_NOON)).isEqualTo(1L);
  }

  @Test
  void areNotThoseOfWhichTheRestIsChance() {
    broken.look(SUBJECT, usersOf(510, 490));

    assertThat(broken.at(MONDAY_NOON)).isZero();
  }

  @Test
  void areNoLongerThoseThatAreOver() {
    broken.look(SUBJECT, usersOf(600, 400));

    assertThat(broken.at(MONDAY_NOON + 31 * DAY)).isZero();
  }

  @Test
  void areNoLongerThoseThatAreMendedOrTakenAway() {
    broken.look(SUBJECT, usersOf(600, 400));
    broken.look(SUBJECT, usersOf(600, 590));
    assertThat(broken.at(MONDAY_NOON)).isZero();

    broken.look(SUBJECT, usersOf(600, 400));
    broken.look(SUBJECT, Optional.empty());
    assertThat(broken.at(MONDAY_NOON)).isZero();
  }
}
