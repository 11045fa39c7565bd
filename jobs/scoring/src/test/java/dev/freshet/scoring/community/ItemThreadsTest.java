package dev.freshet.scoring.community;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.community.LiveThread.State;
import dev.freshet.scoring.event.InteractionKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemThreadsTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;
  private static final CommunitySettings SETTINGS = CommunitySettings.defaults();

  private ItemThreads threads = new ItemThreads();

  private void post(String thread, long atMillis, State state) {
    threads.post(thread, atMillis, state, SETTINGS);
  }

  private List<LiveThread> liveliest(long nowMillis) {
    return threads.liveliest(10, nowMillis, SETTINGS);
  }

  @Test
  void listsWhatIsDiscussedNowFirst() {
    post("old", NOON - 4 * DAY, State.QUESTION);
    post("old", NOON - 4 * DAY, State.TALK);
    post("old", NOON - 4 * DAY, State.TALK);
    post("new", NOON, State.QUESTION);

    assertThat(liveliest(NOON))
        .containsExactly(
            new LiveThread("new", 1.0, 1, NOON, State.QUESTION),
            new LiveThread("old", 0.75, 3, NOON - 4 * DAY, State.QUESTION));
  }

  @Test
  void tellsHowFarAThreadIsInAnyOrder() {
    post("a", NOON, State.SOLVED);
    post("a", NOON, State.QUESTION);
    post("b", NOON - 1, State.TALK);
    post("b", NOON - 1, State.ANSWERED);

    assertThat(liveliest(NOON))
        .extracting(LiveThread::reason)
        .containsExactly("solved", "answered");
    assertThat(Discussion.stateAfter(InteractionKind.ACCEPT)).isEqualTo(State.SOLVED);
    assertThat(Discussion.stateAfter(InteractionKind.ANSWER)).isEqualTo(State.ANSWERED);
    assertThat(Discussion.stateAfter(InteractionKind.QUESTION)).isEqualTo(State.QUESTION);
    assertThat(Discussion.stateAfter(InteractionKind.COMMENT)).isEqualTo(State.TALK);
  }

  @Test
  void keepsTheLiveliestOfMany() {
    for (int i = 0; i < 1_000; i++) {
      post("thread" + i, NOON + i, State.TALK);
    }

    assertThat(threads.liveliest(1_000, NOON + 1_000, SETTINGS))
        .hasSizeBetween(50, 62)
        .first()
        .extracting(LiveThread::thread)
        .isEqualTo("thread999");
  }

  @Test
  void goesOnFromItsBytes() {
    assertThat(liveliest(NOON)).isEmpty();
    post("a", NOON, State.QUESTION);
    threads = ItemThreads.deserialize(threads.serialize());
    post("a", NOON + 2 * DAY, State.ANSWERED);

    assertThat(liveliest(NOON + 2 * DAY))
        .containsExactly(new LiveThread("a", 1.5, 2, NOON + 2 * DAY, State.ANSWERED));
  }

  @Test
  void letsGoOfThreadsInWhichNobodyPostsAnyMore() {
    post("a", NOON, State.QUESTION);
    post("b", NOON, State.QUESTION);
    post("a", NOON + DAY, State.ANSWERED);
    assertThat(threads.nextExpiryMillis(SETTINGS)).isEqualTo(NOON + 30 * DAY);
    assertThat(threads.expire(NOON + 30 * DAY - 1, SETTINGS)).isFalse();
    assertThat(threads.asOfMillis()).isEqualTo(NOON + DAY);

    assertThat(threads.expire(NOON + 30 * DAY, SETTINGS)).isTrue();

    threads = ItemThreads.deserialize(threads.serialize());
    assertThat(threads.asOfMillis()).isEqualTo(NOON + 30 * DAY);
    assertThat(liveliest(threads.asOfMillis())).extracting(LiveThread::thread).containsExactly("a");
    assertThat(threads.expire(NOON + 31 * DAY, SETTINGS)).isTrue();
    assertThat(threads.isNothing()).isTrue();
    assertThat(threads.nextExpiryMillis(SETTINGS)).isEqualTo(Passing.NEVER);
  }
}
