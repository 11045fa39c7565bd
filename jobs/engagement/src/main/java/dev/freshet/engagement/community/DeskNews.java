package dev.freshet.engagement.community;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.util.List;

/**
 * What is heard where questions are put to users.
 *
 * @param thread empty for experts
 * @param item what the thread is about
 * @param user who posted
 * @param post what was posted
 * @param tags of the item; of experts the tag that they are experts of
 * @param users who can be asked, the best or latest first
 */
public record DeskNews(
    long atMillis,
    long cause,
    Kind kind,
    String thread,
    String item,
    String user,
    InteractionKind post,
    List<String> tags,
    List<String> users)
    implements News {

  /** What is told, in the order of what follows from one post. */
  public enum Kind {
    POST(0),
    EXPERTS(1),
    OPENED(2),
    CLOSED(3);

    private final int place;

    Kind(int place) {
      this.place = place;
    }
  }

  static DeskNews ofPost(Deed deed, List<String> tags) {
    Interaction post = deed.interaction();
    return new DeskNews(
        post.atMillis(),
        deed.cause(),
        Kind.POST,
        post.thread(),
        post.item(),
        post.user(),
        post.kind(),
        tags,
        List.of());
  }

  static DeskNews ofExperts(long atMillis, long cause, String tag, List<String> best) {
    return new DeskNews(
        atMillis, cause, Kind.EXPERTS, "", "", "", InteractionKind.ANSWER, List.of(tag), best);
  }

  static DeskNews opened(ThreadNews news, List<String> tags, List<String> completers) {
    return new DeskNews(
        news.atMillis(),
        news.cause(),
        Kind.OPENED,
        news.thread(),
        news.item(),
        "",
        InteractionKind.QUESTION,
        tags,
        completers);
  }

  static DeskNews closed(ThreadNews news) {
    return new DeskNews(
        news.atMillis(),
        news.cause(),
        Kind.CLOSED,
        news.thread(),
        news.item(),
        "",
        InteractionKind.ANSWER,
        List.of(),
        List.of());
  }

  @Override
  public int place() {
    return kind.place;
  }
}
