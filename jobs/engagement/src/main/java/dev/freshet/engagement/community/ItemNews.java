package dev.freshet.engagement.community;

import dev.freshet.scoring.event.EventTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an item hears: its tags, what users do with it, or what follows from that in a thread.
 *
 * @param tags of the item, or null
 */
public record ItemNews(
    String item, @Nullable List<String> tags, @Nullable Deed deed, @Nullable ThreadNews thread)
    implements News {

  static ItemNews ofTags(String item, List<String> tags) {
    return new ItemNews(item, tags, null, null);
  }

  static ItemNews of(Deed deed) {
    return new ItemNews(deed.interaction().item(), null, deed, null);
  }

  static ItemNews of(ThreadNews thread) {
    return new ItemNews(thread.item(), null, null, thread);
  }

  private @Nullable News event() {
    return deed == null ? thread : deed;
  }

  @Override
  public long atMillis() {
    News event = event();
    return event == null ? EventTime.NEVER : event.atMillis();
  }

  @Override
  public long cause() {
    News event = event();
    return event == null ? TIME : event.cause();
  }

  @Override
  public int place() {
    return deed == null ? 1 : 0;
  }
}
