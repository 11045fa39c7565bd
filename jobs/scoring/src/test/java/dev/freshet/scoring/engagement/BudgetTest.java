package dev.freshet.scoring.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetTest implements Budget.Listener {

  private final List<String> given = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  private static Grant grant(String user, long atMillis, boolean isHeldOut) {
    return new Grant(
        user, "first", user, "ever/1", atMillis, Reward.points(1), "", 0L, 2L, 0.1, isHeldOut);
  }

  @Override
  public void given(Grant grant) {
    given.add(grant.user());
  }

  @Override
  public void refused(Grant grant) {
    refused.add(grant.user());
  }

  @Test
  void whoEarnsFirstGetsItAndOfTwoAtOnceWhoseIdComesFirst() {
    List<Grant> waiting =
        List.of(grant("cyd", 20, false), grant("bob", 20, false), grant("ada", 10, false));

    long total = Budget.release(0, waiting, this);

    assertThat(total).isEqualTo(2);
    assertThat(given).containsExactly("ada", "bob");
    assertThat(refused).containsExactly("cyd");
  }

  @Test
  void goesOnFromWhatWasGivenBefore() {
    assertThat(Budget.release(1, List.of(grant("ada", 10, false)), this)).isEqualTo(2);
    assertThat(Budget.release(2, List.of(grant("bob", 11, false)), this)).isEqualTo(2);
    assertThat(given).containsExactly("ada");
    assertThat(refused).containsExactly("bob");
  }

  @Test
  void whoIsHeldOutTakesNothingFromTheOthers() {
    List<Grant> waiting =
        List.of(grant("ada", 10, true), grant("bob", 11, false), grant("cyd", 12, false));

    assertThat(Budget.release(0, waiting, this)).isEqualTo(2);
    assertThat(given).containsExactly("ada", "bob", "cyd");
  }

  @Test
  void whoIsHeldOutIsRefusedLikeOthersOnceTheBudgetIsSpent() {
    List<Grant> waiting = List.of(grant("ada", 10, false), grant("bob", 11, true));

    assertThat(Budget.release(1, waiting, this)).isEqualTo(2);
    assertThat(given).containsExactly("ada");
    assertThat(refused).containsExactly("bob");
  }
}
