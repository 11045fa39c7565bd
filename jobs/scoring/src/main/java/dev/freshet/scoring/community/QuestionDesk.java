package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.event.InteractionKind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts questions to those who can answer them: of the ones who completed the item, and of the
 * experts of its tags, to those whom {@link QuestionRouter} finds likeliest.
 *
 * <p>It keeps the experts of the {@value #MOST_TAGS} tags that changed last, and to whom the newest
 * {@value #MOST_OPEN} questions were put that are open and not too old.
 */
public final class QuestionDesk {

  public static final Layout LAYOUT = Layout.of("question desk", 1, QuestionRouter.LAYOUT);

  private static final int MOST_TAGS = 10_000;
  private static final int MOST_OPEN = 20_000;

  private final CommunitySettings settings;
  private final QuestionRouter router;

  /** The best experts of each tag, in the order in which they changed last. */
  private final Map<String, List<String>> experts = new LinkedHashMap<>();

  /** The questions that are open by their threads, the oldest first. */
  private final Map<String, Put> open = new LinkedHashMap<>();

  /** To whom a question was put, and when. */
  private record Put(List<String> users, long atMillis) {}

  public QuestionDesk(CommunitySettings settings) {
    this(settings, new QuestionRouter(settings.routing()));
  }

  private QuestionDesk(CommunitySettings settings, QuestionRouter router) {
    this.settings = settings;
    this.router = router;
  }

  /**
   * Somebody says something in a discussion.
   *
   * @param tags of the item that it is about
   */
  public void post(
      InteractionKind kind, String thread, String user, long atMillis, List<String> tags) {
    switch (kind) {
      case QUESTION -> router.ask(new Question(thread, user, atMillis, tags));
      case ANSWER -> router.answer(thread, user, atMillis);
      case COMMENT -> router.comment(thread, user, atMillis);
      default -> {}
    }
  }

  /** The experts of a tag have changed; the best first. */
  public void experts(String tag, List<String> best) {
    experts.remove(tag);
    if (!best.isEmpty()) {
      experts.put(tag, List.copyOf(best));
    }
    removeFirst(experts, MOST_TAGS);
  }

  private static void removeFirst(Map<String, ?> map, int most) {
    if (map.size() > most) {
      map.remove(map.keySet().iterator().next());
    }
  }

  /**
   * A question waits for an answer.
   *
   * @param completers of the item, the last one first
   * @param tags of the item
   * @return to whom it is put, and why
   */
  public List<Routed> open(
      String thread, String item, long atMillis, List<String> completers, List<String> tags) {
    Map<String, String> reasons = reasons(item, completers, tags);
    List<Routed> routed =
        router.route(thread, reasons.keySet(), atMillis).stream()
            .map(each -> each.because(reasons.getOrDefault(each.user(), each.reason())))
            .toList();
    forget(atMillis - settings.questionAge().toMillis());
    if (!routed.isEmpty()) {
      open.put(thread, new Put(routed.stream().map(Routed::user).toList(), atMillis));
      removeFirst(open, MOST_OPEN);
    }
    return routed;
  }

  private Map<String, String> reasons(String item, List<String> completers, List<String> tags) {
    Map<String, String> reasons = new LinkedHashMap<>();
    completers.forEach(user -> reasons.put(user, "completed:" + item));
    for (String tag : tags) {
      experts
          .getOrDefault(tag, List.of())
          .forEach(user -> reasons.putIfAbsent(user, "expert:" + tag));
    }
    return reasons;
  }

  /** Those questions are shown to nobody any more. */
  private void forget(long untilMillis) {
    Iterator<Put> oldest = open.values().iterator();
    while (oldest.hasNext() && oldest.next().atMillis() <= untilMillis) {
      oldest.remove();
    }
  }

  /** A question is answered. Returns to whom it was put. */
  public List<String> close(String thread) {
    Put put = open.remove(thread);
    return put == null ? List.of() : put.users();
  }

  /** All of it as bytes, to be kept as state. */
  public byte[] serialize() {
    StateWriter out = new StateWriter(LAYOUT).part(router.serialize()).number(experts.size());
    experts.forEach(
        (tag, best) -> {
          out.text(tag);
          write(best, out);
        });
    out.number(open.size());
    open.forEach(
        (thread, put) -> {
          out.text(thread).number(put.atMillis());
          write(put.users(), out);
        });
    return out.bytes();
  }

  private static void write(List<String> texts, StateWriter out) {
    out.number(texts.size());
    texts.forEach(out::text);
  }

  /** What {@link #serialize} wrote. */
  public static QuestionDesk deserialize(byte[] bytes, CommunitySettings settings) {
    StateReader in = new StateReader(LAYOUT, bytes);
    QuestionDesk desk =
        new QuestionDesk(settings, QuestionRouter.deserialize(in.part(), settings.routing()));
    for (int left = in.count(); left > 0; left--) {
      desk.experts.put(in.text(), texts(in));
    }
    for (int left = in.count(); left > 0; left--) {
      String thread = in.text();
      long atMillis = in.number();
      desk.open.put(thread, new Put(texts(in), atMillis));
    }
    return desk;
  }

  private static List<String> texts(StateReader in) {
    List<String> texts = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      texts.add(in.text());
    }
    return List.copyOf(texts);
  }
}
