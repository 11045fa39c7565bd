package dev.freshet.engagement.community;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.community.CommunityBoards;
import dev.freshet.scoring.community.Expert;
import dev.freshet.scoring.community.ItemCommunity;
import dev.freshet.scoring.community.LiveThread;
import dev.freshet.scoring.community.OpenQuestion;
import dev.freshet.scoring.community.Partner;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The boards of the community in this process and without Flink: tells what the job would write to
 * Redis. Its time is what it is told, never the clock on the wall.
 */
public final class CommunityInProcess {

  private final Lateness lateness;
  private final CommunityBoards boards;

  /** What waits until nothing earlier is waited for. */
  private final PriorityQueue<Deed> waiting = new PriorityQueue<>(News.ORDER);

  /**
   * @param unwilling users who want no partners
   * @param writes receives each write to Redis
   */
  public CommunityInProcess(
      CommunityJobSettings settings, Set<String> unwilling, Consumer<RedisWrite> writes) {
    lateness = settings.lateness();
    boards =
        new CommunityBoards(
            settings.scoring(), new Writing(new CommunityDocuments(settings), writes));
    unwilling.forEach(user -> boards.prefer(user, false, 0L));
  }

  /** Learns what an item is about. */
  public void accept(CatalogueItem item) {
    boards.accept(item);
  }

  /** Enters what a user did. */
  public void accept(Interaction interaction) {
    if (ItemCommunity.concerns(interaction)) {
      waiting.add(Deed.of(interaction));
    }
  }

  /** Does what is due by a moment, which the watermark of the job has reached. */
  public void pass(long watermarkMillis) {
    for (Deed next = waiting.peek();
        next != null && lateness.hearingMillis(next.atMillis()) <= watermarkMillis;
        next = waiting.peek()) {
      waiting.remove();
      boards.pass(next.atMillis());
      boards.accept(next.interaction());
    }
    // Before the first event there is no such moment.
    if (watermarkMillis > Long.MIN_VALUE + Lateness.STEP_MILLIS + lateness.millis()) {
      long step = Math.floorDiv(watermarkMillis, Lateness.STEP_MILLIS) * Lateness.STEP_MILLIS;
      boards.pass(lateness.heardMillis(step));
    }
  }

  private record Writing(CommunityDocuments documents, Consumer<RedisWrite> writes)
      implements CommunityBoards.Listener {

    @Override
    public void experts(String tag, List<Expert> best, long atMillis) {
      writes.accept(documents.experts(tag, best, atMillis));
    }

    @Override
    public void threads(String item, List<LiveThread> liveliest, long atMillis) {
      writes.accept(documents.threads(item, liveliest, atMillis));
    }

    @Override
    public void questions(String user, List<OpenQuestion> newestFirst, long atMillis) {
      writes.accept(documents.questions(user, newestFirst, atMillis));
    }

    @Override
    public void partners(String user, List<Partner> best, long atMillis) {
      writes.accept(documents.partners(user, best, atMillis));
    }
  }
}
