package dev.freshet.engagement.community;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.community.CommunityBoards;
import dev.freshet.scoring.community.CommunitySettings;
import dev.freshet.scoring.community.Expert;
import dev.freshet.scoring.community.ExpertChange;
import dev.freshet.scoring.community.Experts;
import dev.freshet.scoring.community.ItemCommunity;
import dev.freshet.scoring.community.ItemThreads;
import dev.freshet.scoring.community.OpenQuestions;
import dev.freshet.scoring.community.PartnerBoard;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
   * @param changes receives who becomes one of the best experts of a tag, and who is none any more
   */
  public CommunityInProcess(
      CommunityJobSettings settings,
      Set<String> unwilling,
      Consumer<RedisWrite> writes,
      Consumer<ExpertChange> changes) {
    lateness = settings.lateness();
    boards = new CommunityBoards(settings.scoring(), new Writing(settings, writes, changes));
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

  private static final class Writing implements CommunityBoards.Listener {

    private final CommunitySettings settings;
    private final CommunityDocuments documents;
    private final Consumer<RedisWrite> writes;
    private final Consumer<ExpertChange> changes;

    /** The best experts of each tag. */
    private final Map<String, List<String>> best = new HashMap<>();

    private Writing(
        CommunityJobSettings settings,
        Consumer<RedisWrite> writes,
        Consumer<ExpertChange> changes) {
      this.settings = settings.scoring();
      documents = new CommunityDocuments(settings);
      this.writes = writes;
      this.changes = changes;
    }

    @Override
    public void experts(String tag, Experts experts) {
      writes.accept(documents.experts(tag, experts));
      List<String> now =
          experts.best(settings.places(), experts.asOfMillis(), settings).stream()
              .map(Expert::user)
              .toList();
      List<String> before = best.getOrDefault(tag, List.of());
      best.put(tag, now);
      ExpertChange.between(before, now, tag, experts.asOfMillis()).forEach(changes);
    }

    @Override
    public void threads(String item, ItemThreads threads) {
      writes.accept(documents.threads(item, threads));
    }

    @Override
    public void questions(String user, OpenQuestions questions) {
      writes.accept(documents.questions(user, questions));
    }

    @Override
    public void partners(String user, PartnerBoard board) {
      writes.accept(documents.partners(user, board));
    }
  }
}
