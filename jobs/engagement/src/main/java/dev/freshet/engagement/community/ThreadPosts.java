package dev.freshet.engagement.community;

import dev.freshet.runtime.state.Codec;
import dev.freshet.scoring.community.Credit;
import dev.freshet.scoring.community.Discussion;
import dev.freshet.scoring.event.Interaction;
import java.util.List;
import org.apache.flink.util.Collector;

/** Keeps what was said in each thread: who has helped by it, and whether its question is open. */
final class ThreadPosts extends OrderedStep<Deed, Discussion, ThreadNews> {

  private static final long serialVersionUID = 1L;

  ThreadPosts(CommunityJobSettings settings) {
    super(settings, null, Deed.class, "discussion");
  }

  @Override
  Discussion begin() {
    return new Discussion();
  }

  @Override
  Codec<Discussion> codec() {
    return Codec.of(Discussion.LAYOUT, Discussion::serialize, Discussion::deserialize);
  }

  @Override
  void hear(Discussion discussion, Deed deed, Context context, Collector<ThreadNews> out) {
    Interaction post = deed.interaction();
    boolean wasOpen = discussion.isOpen();
    List<Credit> credits = discussion.enter(post);
    boolean isOpen = discussion.isOpen();
    if (!credits.isEmpty()) {
      out.collect(news(deed, post.item(), credits, ThreadNews.Turn.NONE));
    }
    if (isOpen != wasOpen) {
      // By the question's item, so that a question is closed where it was opened before.
      out.collect(
          news(
              deed,
              discussion.item(),
              List.of(),
              isOpen ? ThreadNews.Turn.OPENED : ThreadNews.Turn.CLOSED));
    }
  }

  private static ThreadNews news(
      Deed deed, String item, List<Credit> credits, ThreadNews.Turn turn) {
    return new ThreadNews(
        deed.atMillis(), deed.cause(), item, deed.interaction().thread(), credits, turn);
  }
}
