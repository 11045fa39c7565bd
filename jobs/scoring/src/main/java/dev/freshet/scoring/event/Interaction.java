package dev.freshet.scoring.event;

/**
 * One thing a user did with an item: a click, a stretch of study, a comment of some kind, or a
 * purchase.
 *
 * @param id the event's own identity; two events of a user with the same id are one
 * @param user who acted
 * @param item what was acted on
 * @param atMillis when it occurred, epoch milliseconds
 * @param kind what was done
 * @param studySeconds how long was studied, seconds, 0 when {@code kind} is not STUDY
 * @param progress part of the item completed so far, 0–1, or NaN when unknown
 * @param completed whether the item was finished by this interaction
 * @param rating the rating that a review carries, 1–10, or NaN without one
 * @param thread the discussion that it belongs to; empty if none
 * @param replyTo the id of the post in the thread that it replies to, likes or accepts; empty if
 *     none
 * @param plan whether it is a purchase of what is no item, as far as the job knows: of a plan, say
 */
public record Interaction(
    String id,
    String user,
    String item,
    long atMillis,
    InteractionKind kind,
    double studySeconds,
    double progress,
    boolean completed,
    double rating,
    String thread,
    String replyTo,
    boolean plan) {

  /** An interaction that is with an item, as far as anybody knows. */
  public Interaction(
      String id,
      String user,
      String item,
      long atMillis,
      InteractionKind kind,
      double studySeconds,
      double progress,
      boolean completed,
      double rating,
      String thread,
      String replyTo) {
    this(
        id,
        user,
        item,
        atMillis,
        kind,
        studySeconds,
        progress,
        completed,
        rating,
        thread,
        replyTo,
        false);
  }

  /** An interaction that belongs to no thread. */
  public Interaction(
      String id,
      String user,
      String item,
      long atMillis,
      InteractionKind kind,
      double studySeconds,
      double progress,
      boolean completed,
      double rating) {
    this(id, user, item, atMillis, kind, studySeconds, progress, completed, rating, "", "");
  }

  /** A click, which carries nothing but who, what and when. */
  public static Interaction click(String id, String user, String item, long atMillis) {
    return of(id, user, item, atMillis, InteractionKind.CLICK);
  }

  /** An interaction without measures: no study time, progress unknown, no rating. */
  public static Interaction of(
      String id, String user, String item, long atMillis, InteractionKind kind) {
    return new Interaction(id, user, item, atMillis, kind, 0.0, Double.NaN, false, Double.NaN);
  }

  /** The same interaction as part of a thread. */
  public Interaction inThread(String name, String post) {
    return copy(id, user, item, name, post, plan);
  }

  /** The same purchase as one of what is no item. */
  public Interaction ofPlan() {
    return copy(id, user, item, thread, replyTo, true);
  }

  /** The same interaction under other ids. */
  public Interaction withIds(String otherId, String otherUser, String otherItem) {
    return copy(otherId, otherUser, otherItem, thread, replyTo, plan);
  }

  private Interaction copy(
      String itsId,
      String itsUser,
      String itsItem,
      String itsThread,
      String itsReplyTo,
      boolean isPlan) {
    return new Interaction(
        itsId,
        itsUser,
        itsItem,
        atMillis,
        kind,
        studySeconds,
        progress,
        completed,
        rating,
        itsThread,
        itsReplyTo,
        isPlan);
  }
}
