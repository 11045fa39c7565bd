package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.util.List;
import java.util.Set;

/** Who is around one item: what they discuss, who completed it, and who learns it now. */
public final class ItemCommunity implements Passing {

  public static final Layout LAYOUT =
      Layout.of("item community", 1, ItemThreads.LAYOUT, Completers.LAYOUT, Cohort.LAYOUT);

  private static final Set<InteractionKind> POSTS =
      Set.of(
          InteractionKind.COMMENT,
          InteractionKind.QUESTION,
          InteractionKind.ANSWER,
          InteractionKind.ACCEPT);

  private final ItemThreads threads;
  private final Completers completers;
  private final Cohort cohort;

  public ItemCommunity() {
    this(new ItemThreads(), new Completers(), new Cohort());
  }

  private ItemCommunity(ItemThreads threads, Completers completers, Cohort cohort) {
    this.threads = threads;
    this.completers = completers;
    this.cohort = cohort;
  }

  /** Whether what a user did counts for the community of an item. */
  public static boolean concerns(Interaction interaction) {
    return interaction.kind() == InteractionKind.STUDY || isInThread(interaction);
  }

  /** Whether what a user did belongs to a discussion. */
  public static boolean isInThread(Interaction interaction) {
    return !interaction.thread().isEmpty()
        && (POSTS.contains(interaction.kind()) || interaction.kind() == InteractionKind.LIKE);
  }

  /**
   * Somebody learns the item.
   *
   * @return who learns it beside them
   */
  public Company study(Interaction study, CommunitySettings settings) {
    if (study.completed()) {
      completers.complete(study.user(), study.atMillis(), settings);
    }
    cohort.enter(study.user(), study.progress(), study.atMillis(), settings);
    return cohort.company(study.item(), study.user(), study.atMillis(), settings);
  }

  /**
   * Somebody says something in a discussion of the item.
   *
   * @return whether it counts for what is discussed; a like does not
   */
  public boolean post(Interaction post, CommunitySettings settings) {
    if (!POSTS.contains(post.kind())) {
      return false;
    }
    threads.post(post.thread(), post.atMillis(), Discussion.stateAfter(post.kind()), settings);
    return true;
  }

  /** What is being discussed. */
  public ItemThreads threads() {
    return threads;
  }

  /** Who completed the item and can be asked about it, the last one first. */
  public List<String> completers(CommunitySettings settings) {
    return completers.latest(settings.askedOfItem());
  }

  @Override
  public boolean expire(long nowMillis, CommunitySettings settings) {
    return threads.expire(nowMillis, settings);
  }

  @Override
  public long nextExpiryMillis(CommunitySettings settings) {
    return threads.nextExpiryMillis(settings);
  }

  /** All of it as bytes, to be kept as state. */
  public byte[] serialize() {
    return new StateWriter(LAYOUT)
        .part(threads.serialize())
        .part(completers.serialize())
        .part(cohort.serialize())
        .bytes();
  }

  /** What {@link #serialize} wrote. */
  public static ItemCommunity deserialize(byte[] bytes) {
    StateReader reader = new StateReader(LAYOUT, bytes);
    return new ItemCommunity(
        ItemThreads.deserialize(reader.part()),
        Completers.deserialize(reader.part()),
        Cohort.deserialize(reader.part()));
  }
}
