package dev.freshet.localstack.log;

import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.event.ListExposure;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The event rows of a CSV log: {@code ts,user,item,type,value}. Of what is said in a discussion,
 * optionally also {@code post}, its own id, {@code thread} and {@code replyTo}; of what a user was
 * shown, optionally {@code post}, {@code experiments}, {@code reasons} and {@code chances}.
 */
final class CsvEvent implements RowParser<LogEntry> {

  static final List<String> COLUMNS = List.of("ts", "user", "item", "type", "value");

  private static final Map<String, InteractionKind> KINDS =
      Map.ofEntries(
          Map.entry("click", InteractionKind.CLICK),
          Map.entry("study", InteractionKind.STUDY),
          Map.entry("comment", InteractionKind.COMMENT),
          Map.entry("question", InteractionKind.QUESTION),
          Map.entry("answer", InteractionKind.ANSWER),
          Map.entry("accept", InteractionKind.ACCEPT),
          Map.entry("review", InteractionKind.REVIEW),
          Map.entry("like", InteractionKind.LIKE),
          Map.entry("dislike", InteractionKind.DISLIKE),
          Map.entry("share", InteractionKind.SHARE),
          Map.entry("purchase", InteractionKind.PURCHASE),
          // A rating is no kind of its own: it is a review that carries it.
          Map.entry("rating", InteractionKind.REVIEW));

  private final String logName;
  private final Times times;

  CsvEvent(String logName, Times times) {
    this.logName = logName;
    this.times = times;
  }

  @Override
  public LogEntry parse(CsvRow row) throws BadRowException {
    long atMillis = times.millis("ts", row.required("ts"));
    String user = row.required("user");
    String item = row.required("item");
    String type = row.required("type").toLowerCase(Locale.ROOT);
    String post = row.field("post");
    String id = post.isEmpty() ? logName + "#" + row.position() : post;
    if (type.equals(UnusedRows.IMPRESSION)) {
      return LogEntry.of(exposure(row, id, user, Fields.listed("item", item), atMillis));
    }
    InteractionKind kind = KINDS.get(type);
    if (kind == null) {
      throw new BadRowException("unknown type " + type);
    }
    double value = Fields.number("value", row.field("value"));
    Interaction interaction =
        switch (kind) {
          case STUDY -> study(id, user, item, atMillis, value);
          case REVIEW -> review(id, user, item, atMillis, value);
          default -> Interaction.of(id, user, item, atMillis, kind);
        };
    return LogEntry.of(interaction.inThread(row.field("thread"), row.field("replyTo")));
  }

  private static ListExposure exposure(
      CsvRow row, String id, String user, List<String> items, long atMillis)
      throws BadRowException {
    return new ListExposure(
        id,
        user,
        atMillis,
        row.field("value"),
        items,
        Fields.variants("experiments", row.field("experiments")),
        EventTime.NEVER,
        Fields.ofEach("reasons", row.field("reasons"), items),
        Fields.chances("chances", row.field("chances"), items));
  }

  private static Interaction study(
      String id, String user, String item, long atMillis, double seconds) throws BadRowException {
    if (seconds < 0) {
      throw new BadRowException("negative duration " + seconds);
    }
    return new Interaction(
        id,
        user,
        item,
        atMillis,
        InteractionKind.STUDY,
        Double.isNaN(seconds) ? 0.0 : seconds,
        Double.NaN,
        false,
        Double.NaN);
  }

  private static Interaction review(
      String id, String user, String item, long atMillis, double rating) throws BadRowException {
    return new Interaction(
        id,
        user,
        item,
        atMillis,
        InteractionKind.REVIEW,
        0.0,
        Double.NaN,
        false,
        Fields.rating(rating));
  }
}
