package dev.freshet.scoring.engagement;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.event.EventTime;
import java.util.EnumMap;
import java.util.Map;

/** What was told of one user: what counts by now, and what came last. */
final class Knowledge {

  private final Map<Told.Subject, Newest> newest = new EnumMap<>(Told.Subject.class);
  private Standing standing = Standing.UNKNOWN;

  /** The newest that was told, which may not count yet. */
  private record Newest(long asOfMillis, long content) {

    private static final Newest NONE = new Newest(EventTime.NEVER, 0L);
  }

  /**
   * Takes note of what is told. A job that was started again may repeat itself, older things first.
   *
   * @return whether it is neither older than what is known nor the same
   */
  boolean isNews(Told told) {
    if (!told.subject().isWhole()) {
      return true;
    }
    Newest known = newest.getOrDefault(told.subject(), Newest.NONE);
    if (told.asOfMillis() < known.asOfMillis()) {
      return false;
    }
    long content = told.content();
    newest.put(told.subject(), new Newest(told.asOfMillis(), content));
    return content != known.content() || known.equals(Newest.NONE);
  }

  /** It counts from now on. */
  void apply(Told told) {
    standing = standing.with(told);
  }

  /** A job does not know the user any more. */
  void forget(Told.Subject subject) {
    newest.remove(subject);
    standing = standing.with(Told.forgotten(subject));
  }

  /** What counts by now. */
  Standing standing() {
    return standing;
  }

  void write(StateWriter out) {
    ParticipantCodec.write(standing, out);
    out.number(newest.size());
    newest.forEach(
        (subject, told) -> {
          ParticipantCodec.write(subject, out);
          out.number(told.asOfMillis());
          out.number(told.content());
        });
  }

  static Knowledge read(StateReader in) {
    Knowledge knowledge = new Knowledge();
    knowledge.standing = ParticipantCodec.readStanding(in);
    for (int subjects = in.count(); subjects > 0; subjects--) {
      knowledge.newest.put(ParticipantCodec.readSubject(in), new Newest(in.number(), in.number()));
    }
    return knowledge;
  }
}
