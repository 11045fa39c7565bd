package dev.freshet.scoring.engagement;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The parts of a {@link Participant} that have no state of their own, as bytes. */
final class ParticipantCodec {

  private ParticipantCodec() {}

  static void write(Told.Subject subject, StateWriter out) {
    out.number(subject.index());
  }

  static Told.Subject readSubject(StateReader in) {
    return Told.Subject.at(in.count());
  }

  static void write(Standing standing, StateWriter out) {
    if (standing.equals(Standing.UNKNOWN)) {
      out.flag(false);
      return;
    }
    out.flag(true);
    out.text(standing.tier());
    // As precise as it was told: a condition must not change its mind after a restart.
    out.real(standing.score());
    out.real(standing.trend());
    out.real(standing.returnProbability());
    out.real(standing.propensity());
    out.number(standing.interests().size());
    for (Map.Entry<String, Double> interest : standing.interests().entrySet()) {
      out.text(interest.getKey());
      out.real(interest.getValue());
    }
    out.number(standing.expertIn().size());
    standing.expertIn().forEach(out::text);
  }

  static Standing readStanding(StateReader in) {
    if (!in.flag()) {
      return Standing.UNKNOWN;
    }
    String tier = in.text();
    double score = in.real();
    double trend = in.real();
    double returns = in.real();
    double propensity = in.real();
    Map<String, Double> interests = new TreeMap<>();
    for (int tags = in.count(); tags > 0; tags--) {
      interests.put(in.text(), in.real());
    }
    List<String> expertIn = new ArrayList<>();
    for (int tags = in.count(); tags > 0; tags--) {
      expertIn.add(in.text());
    }
    return new Standing(tier, score, trend, returns, propensity, interests, expertIn);
  }

  static void write(Occasion occasion, StateWriter out) {
    Told told = occasion.told();
    out.flag(told != null);
    if (told != null) {
      write(told.subject(), out);
      out.number(told.asOfMillis());
      write(told.standing(), out);
      return;
    }
    out.number(occasion.atMillis());
    out.number(occasion.fingerprint());
    out.text(occasion.kind());
    out.text(occasion.item());
    out.real(occasion.minutes());
    out.real(occasion.progress());
    out.flag(occasion.completed());
    out.real(occasion.rating());
  }

  static Occasion readOccasion(StateReader in) {
    if (in.flag()) {
      Told.Subject subject = readSubject(in);
      return Occasion.of(new Told(subject, in.number(), readStanding(in)));
    }
    return new Occasion(
        in.number(),
        in.number(),
        in.text(),
        in.text(),
        in.real(),
        in.real(),
        in.flag(),
        in.real(),
        null);
  }
}
