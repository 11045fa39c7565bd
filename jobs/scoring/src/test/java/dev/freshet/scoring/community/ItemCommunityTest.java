package dev.freshet.scoring.community;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import org.junit.jupiter.api.Test;

class ItemCommunityTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;
  private static final CommunitySettings SETTINGS = CommunitySettings.defaults();

  private ItemCommunity item = new ItemCommunity();

  private static Interaction study(String user, boolean isCompleted) {
    return new Interaction(
        user, user, "algebra", NOON, InteractionKind.STUDY, 60.0, 0.5, isCompleted, Double.NaN);
  }

  private static Interaction said(InteractionKind kind, String thread) {
    return Interaction.of("p" + kind, "ada", "algebra", NOON, kind).inThread(thread, "");
  }

  @Test
  void concernsStudyAndWhatIsSaidInThreads() {
    assertThat(ItemCommunity.concerns(study("ada", false))).isTrue();
    assertThat(ItemCommunity.isInThread(study("ada", false))).isFalse();
    for (InteractionKind kind : InteractionKind.values()) {
      boolean isSaid =
          switch (kind) {
            case COMMENT, QUESTION, ANSWER, ACCEPT, LIKE -> true;
            default -> false;
          };
      assertThat(ItemCommunity.isInThread(said(kind, "q"))).as("%s", kind).isEqualTo(isSaid);
      assertThat(ItemCommunity.isInThread(said(kind, ""))).as("%s", kind).isFalse();
    }
  }

  @Test
  void knowsWhoCompletedItAndWhoLearnsItBesideWhom() {
    item.study(study("ada", false), SETTINGS);
    Company company = item.study(study("ben", true), SETTINGS);

    assertThat(company.companions()).extracting(Companion::user).containsExactly("ada");
    assertThat(item.completers(SETTINGS)).containsExactly("ben");
  }

  @Test
  void countsPostsButNotLikes() {
    assertThat(item.post(said(InteractionKind.QUESTION, "q"), SETTINGS)).isTrue();
    assertThat(item.post(said(InteractionKind.LIKE, "other"), SETTINGS)).isFalse();

    assertThat(item.threads().liveliest(10, NOON, SETTINGS))
        .extracting(LiveThread::thread)
        .containsExactly("q");
  }

  @Test
  void goesOnFromItsBytes() {
    item.study(study("ada", true), SETTINGS);
    item.post(said(InteractionKind.QUESTION, "q"), SETTINGS);
    item = ItemCommunity.deserialize(item.serialize());

    assertThat(item.completers(SETTINGS)).containsExactly("ada");
    assertThat(item.study(study("ben", false), SETTINGS).companions()).hasSize(1);
    assertThat(item.nextExpiryMillis(SETTINGS)).isEqualTo(NOON + 30 * DAY);
    assertThat(item.expire(NOON + 30 * DAY, SETTINGS)).isTrue();
    assertThat(item.threads().isNothing()).isTrue();
  }
}
