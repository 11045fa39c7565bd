package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.id.Fingerprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was said below one question, and who has helped by it.
 *
 * <p>Posts may come in any order: an answer that was accepted or liked before it is known itself is
 * credited when it comes. Nobody is credited for what they say of their own answers, and nobody
 * twice for one answer that is accepted again, or liked again by the same user.
 */
public final class Discussion {

  public static final Layout LAYOUT = Layout.of("discussion", 1);

  /** Answers that are remembered; the accepted one is hardly ever a later one. */
  private static final int MOST_ANSWERS = 100;

  /** Likes of an answer that are credited. */
  private static final int MOST_LIKES = 200;

  private String asker = "";
  private String item = "";
  private long askedAtMillis = EventTime.NEVER;
  private boolean isAnswered;
  private final Map<String, Answer> answers = new HashMap<>();

  /** An answer, or what was said of one that is not known yet. */
  private static final class Answer {
    private @Nullable String author;
    private boolean isAccepted;
    private final Set<Long> likers = new HashSet<>();

    /** What waits for the author to be known. */
    private final List<Approval> waiting = new ArrayList<>();
  }

  /** That somebody accepted or liked an answer. */
  private record Approval(long by, Contribution contribution, long atMillis) {}

  /** Who asked; empty as long as the question is not known. */
  public String asker() {
    return asker;
  }

  /** The item that the question is about; empty as long as the question is not known. */
  public String item() {
    return item;
  }

  /** When the question was asked, or {@link EventTime#NEVER} as long as it is not known. */
  public long askedAtMillis() {
    return askedAtMillis;
  }

  /** Whether a question was asked that nobody but the asker has answered. */
  public boolean isOpen() {
    return askedAtMillis != EventTime.NEVER && !isAnswered;
  }

  /**
   * Enters a post, or what somebody said of one.
   *
   * @return who has helped, as is known from now on
   */
  public List<Credit> enter(Interaction post) {
    return switch (post.kind()) {
      case QUESTION -> ask(post);
      case ANSWER -> answer(post);
      case ACCEPT -> approve(post, Contribution.ACCEPTED);
      case LIKE -> approve(post, Contribution.LIKED);
      default -> List.of();
    };
  }

  private List<Credit> ask(Interaction question) {
    if (askedAtMillis == EventTime.NEVER) {
      asker = question.user();
      item = question.item();
      askedAtMillis = question.atMillis();
      isAnswered = answers.values().stream().anyMatch(this::isOfAnother);
    }
    return List.of();
  }

  private boolean isOfAnother(Answer answer) {
    return answer.author != null && !answer.author.equals(asker);
  }

  private List<Credit> answer(Interaction given) {
    Answer answer = answer(given.id());
    if (answer == null || answer.author != null) {
      return List.of();
    }
    answer.author = given.user();
    isAnswered |= isOfAnother(answer);
    List<Credit> credits = new ArrayList<>();
    credits.add(new Credit(given.user(), Contribution.ANSWER, given.atMillis()));
    answer.waiting.forEach(approval -> credit(answer, approval, credits));
    answer.waiting.clear();
    return credits;
  }

  private List<Credit> approve(Interaction said, Contribution contribution) {
    Answer answer = said.replyTo().isEmpty() ? null : answer(said.replyTo());
    if (answer == null) {
      return List.of();
    }
    Approval approval = new Approval(Fingerprint.of(said.user()), contribution, said.atMillis());
    List<Credit> credits = new ArrayList<>();
    if (answer.author != null) {
      credit(answer, approval, credits);
    } else if (answer.waiting.size() < MOST_LIKES) {
      answer.waiting.add(approval);
    }
    return credits;
  }

  private @Nullable Answer answer(String id) {
    Answer known = answers.get(id);
    if (known == null && answers.size() < MOST_ANSWERS) {
      known = new Answer();
      answers.put(id, known);
    }
    return known;
  }

  private static void credit(Answer answer, Approval approval, List<Credit> credits) {
    String author = answer.author;
    if (author == null || approval.by() == Fingerprint.of(author)) {
      return;
    }
    boolean isNew =
        approval.contribution() == Contribution.ACCEPTED
            ? !answer.isAccepted
            : answer.likers.size() < MOST_LIKES && answer.likers.add(approval.by());
    answer.isAccepted |= approval.contribution() == Contribution.ACCEPTED;
    if (isNew) {
      credits.add(new Credit(author, approval.contribution(), approval.atMillis()));
    }
  }

  /** How far a post brings its thread. */
  public static LiveThread.State stateAfter(InteractionKind kind) {
    return switch (kind) {
      case QUESTION -> LiveThread.State.QUESTION;
      case ANSWER -> LiveThread.State.ANSWERED;
      case ACCEPT -> LiveThread.State.SOLVED;
      default -> LiveThread.State.TALK;
    };
  }

  /** The discussion as bytes, to be kept as state. */
  public byte[] serialize() {
    StateWriter writer =
        new StateWriter(LAYOUT)
            .text(asker)
            .text(item)
            .number(askedAtMillis)
            .number(isAnswered ? 1 : 0)
            .number(answers.size());
    answers.forEach((id, answer) -> serialize(id, answer, writer));
    return writer.bytes();
  }

  private static void serialize(String id, Answer answer, StateWriter writer) {
    writer
        .text(id)
        .text(answer.author == null ? "" : answer.author)
        .number(answer.isAccepted ? 1 : 0)
        .number(answer.likers.size());
    answer.likers.forEach(writer::number);
    writer.number(answer.waiting.size());
    answer.waiting.forEach(
        approval ->
            writer
                .number(approval.by())
                .number(approval.contribution().index())
                .number(approval.atMillis()));
  }

  /** The discussion that {@link #serialize} wrote. */
  public static Discussion deserialize(byte[] bytes) {
    StateReader reader = new StateReader(LAYOUT, bytes);
    Discussion discussion = new Discussion();
    discussion.asker = reader.text();
    discussion.item = reader.text();
    discussion.askedAtMillis = reader.number();
    discussion.isAnswered = reader.number() != 0;
    for (int left = reader.count(); left > 0; left--) {
      discussion.answers.put(reader.text(), answer(reader));
    }
    return discussion;
  }

  private static Answer answer(StateReader reader) {
    Answer answer = new Answer();
    String author = reader.text();
    answer.author = author.isEmpty() ? null : author;
    answer.isAccepted = reader.number() != 0;
    for (int left = reader.count(); left > 0; left--) {
      answer.likers.add(reader.number());
    }
    for (int left = reader.count(); left > 0; left--) {
      answer.waiting.add(
          new Approval(reader.number(), Contribution.at(reader.count()), reader.number()));
    }
    return answer;
  }
}
