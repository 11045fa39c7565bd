package dev.freshet.scoring.community;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PartnerBoardTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;
  private static final CommunitySettings SETTINGS = CommunitySettings.defaults();

  private PartnerBoard board = new PartnerBoard();

  private static boolean anybody(String user) {
    return !user.isEmpty();
  }

  private void meet(String item, long atMillis, String... others) {
    List<Companion> companions =
        List.of(others).stream().map(user -> new Companion(user, atMillis, 1.0)).toList();
    board.meet(new Company(item, 1.0, companions), atMillis);
  }

  private boolean look(long atMillis, Predicate<String> isWilling) {
    return board.look("ada", atMillis, isWilling, SETTINGS);
  }

  private List<String> told() {
    return board.told().stream().map(Partner::user).toList();
  }

  @Test
  void tellsWhatHasChangedOnly() {
    assertThat(board.nextExpiryMillis(SETTINGS)).isEqualTo(Passing.NEVER);
    assertThat(look(NOON, PartnerBoardTest::anybody)).as("nobody, as before").isFalse();
    meet("algebra", NOON, "ben");
    assertThat(look(NOON, PartnerBoardTest::anybody)).isTrue();
    assertThat(look(NOON + 1, PartnerBoardTest::anybody)).isFalse();

    assertThat(told()).containsExactly("ben");
    assertThat(board.asOfMillis()).isEqualTo(NOON);
  }

  @Test
  void looksNeverBackInTime() {
    meet("algebra", NOON, "ben");
    look(NOON + 7 * DAY, PartnerBoardTest::anybody);

    assertThat(look(NOON, PartnerBoardTest::anybody)).isFalse();
    assertThat(told()).isEmpty();
  }

  @Test
  void leavesOutWhoIsNotWilling() {
    meet("algebra", NOON, "ben", "cyd");
    look(NOON, PartnerBoardTest::anybody);
    Predicate<String> notBen = user -> !user.equals("ben");
    assertThat(board.wouldChange("ada", NOON, PartnerBoardTest::anybody, SETTINGS)).isFalse();
    assertThat(board.wouldChange("ada", NOON, notBen, SETTINGS)).isTrue();
    assertThat(told()).hasSize(2);

    assertThat(look(NOON + 1, notBen)).isTrue();
    assertThat(told()).containsExactly("cyd");
    assertThat(look(NOON + 2, user -> !Set.of("ada").contains(user))).isTrue();
    assertThat(told()).isEmpty();
    assertThat(board.asOfMillis()).isEqualTo(NOON + 2);
  }

  @Test
  void goesOnFromItsBytes() {
    meet("algebra", NOON, "ben");
    meet("sets", NOON + DAY, "cyd");
    look(NOON + DAY, PartnerBoardTest::anybody);
    List<Partner> before = board.told();
    board = PartnerBoard.deserialize(board.serialize());

    assertThat(board.told()).isEqualTo(before);
    assertThat(board.asOfMillis()).isEqualTo(NOON + DAY);
    assertThat(board.nextExpiryMillis(SETTINGS)).isEqualTo(NOON + 7 * DAY);
    assertThat(look(NOON + 7 * DAY, PartnerBoardTest::anybody)).isTrue();
    assertThat(told()).containsExactly("cyd");
    assertThat(board.nextExpiryMillis(SETTINGS)).isEqualTo(NOON + 8 * DAY);
  }
}
