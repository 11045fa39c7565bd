package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.event.EventTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The open questions that are put to one user. */
public final class OpenQuestions implements Passing {

  public static final Layout LAYOUT = Layout.of("open questions", 1);
  private static final long MILLIS_PER_DAY = 86_400_000L;

  private static final Comparator<OpenQuestion> NEWEST_FIRST =
      Comparator.comparingLong(OpenQuestion::askedAtMillis)
          .reversed()
          .thenComparing(OpenQuestion::thread);

  private final Map<String, OpenQuestion> questions = new HashMap<>();

  private long asOfMillis = EventTime.NEVER;

  /** The day (UTC) on which the last question was put to the user. */
  private long day = Long.MIN_VALUE;

  /** How many were put to the user on that day. */
  private int ofDay;

  /** Whether nothing is asked. */
  public boolean isNothing() {
    return questions.isEmpty();
  }

  /**
   * Puts a question to the user, unless the user has had enough on its day; the oldest one leaves
   * if there are too many.
   *
   * @return whether it was put, or had been before
   */
  public boolean put(OpenQuestion question, CommunitySettings settings) {
    if (questions.containsKey(question.thread())) {
      return true;
    }
    turnTo(Math.floorDiv(question.askedAtMillis(), MILLIS_PER_DAY));
    if (ofDay >= settings.questionsPerDay()) {
      return false;
    }
    ofDay++;
    cameTo(question.askedAtMillis());
    questions.put(question.thread(), question);
    if (questions.size() > settings.questions()) {
      List<OpenQuestion> kept =
          questions.values().stream().sorted(NEWEST_FIRST).limit(settings.questions()).toList();
      questions.values().retainAll(kept);
    }
    return questions.containsKey(question.thread());
  }

  /** One of an earlier day, which comes late, counts for the latest day. */
  private void turnTo(long today) {
    if (today > day) {
      day = today;
      ofDay = 0;
    }
  }

  /**
   * The question is answered.
   *
   * @return whether it was put to the user
   */
  public boolean close(String thread, long atMillis) {
    boolean isKnown = questions.remove(thread) != null;
    if (isKnown) {
      cameTo(atMillis);
    }
    return isKnown;
  }

  private void cameTo(long atMillis) {
    asOfMillis = Math.max(asOfMillis, atMillis);
  }

  /** The moment of the last change, epoch milliseconds. */
  public long asOfMillis() {
    return asOfMillis;
  }

  /** Drops what is too old. */
  @Override
  public boolean expire(long nowMillis, CommunitySettings settings) {
    boolean isAny =
        questions.values().removeIf(question -> expiryMillis(question, settings) <= nowMillis);
    if (isAny) {
      cameTo(nowMillis);
    }
    return isAny;
  }

  @Override
  public long nextExpiryMillis(CommunitySettings settings) {
    return questions.values().stream()
        .mapToLong(question -> expiryMillis(question, settings))
        .min()
        .orElse(NEVER);
  }

  private static long expiryMillis(OpenQuestion question, CommunitySettings settings) {
    return question.askedAtMillis() + settings.questionAge().toMillis();
  }

  /** The questions, the newest first. */
  public List<OpenQuestion> newestFirst() {
    return questions.values().stream().sorted(NEWEST_FIRST).toList();
  }

  /** The questions as bytes, to be kept as state. */
  public byte[] serialize() {
    StateWriter writer =
        new StateWriter(LAYOUT)
            .number(asOfMillis)
            .number(day)
            .number(ofDay)
            .number(questions.size());
    questions
        .values()
        .forEach(
            question ->
                writer
                    .text(question.thread())
                    .text(question.item())
                    .number(question.askedAtMillis())
                    .text(question.reason()));
    return writer.bytes();
  }

  /** The questions that {@link #serialize} wrote. */
  public static OpenQuestions deserialize(byte[] bytes) {
    StateReader reader = new StateReader(LAYOUT, bytes);
    OpenQuestions open = new OpenQuestions();
    open.asOfMillis = reader.number();
    open.day = reader.number();
    open.ofDay = reader.count();
    int size = reader.count();
    for (int i = 0; i < size; i++) {
      OpenQuestion question =
          new OpenQuestion(reader.text(), reader.text(), reader.number(), reader.text());
      open.questions.put(question.thread(), question);
    }
    return open;
  }
}
