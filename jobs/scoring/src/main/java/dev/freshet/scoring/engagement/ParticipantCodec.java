package dev.freshet.scoring.engagement;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.Map;
import java.util.TreeMap;

/** The parts of a {@link Participant} that have no state of their own, as bytes. */
final class ParticipantCodec {

  private ParticipantCodec() {}

  static void write(Standing standing, StateWriter out) {
    if (standing.equals(Standing.UNKNOWN)) {
      out.flag(false);
      return;
    }
    out.flag(true);
    out.text(standing.tier());
    out.single(standing.score());
    out.single(standing.trend());
    out.single(standing.returnProbability());
    out.single(standing.propensity());
    out.number(standing.interests().size());
    for (Map.Entry<String, Double> interest : standing.interests().entrySet()) {
      out.text(interest.getKey());
      out.single(interest.getValue());
    }
  }

  static Standing readStanding(StateReader in) {
    if (!in.flag()) {
      return Standing.UNKNOWN;
    }
    String tier = in.text();
    double score = in.single();
    double trend = in.single();
    double returns = in.single();
    double propensity = in.single();
    Map<String, Double> interests = new TreeMap<>();
    for (int tags = in.count(); tags > 0; tags--) {
      interests.put(in.text(), in.single());
    }
    return new Standing(tier, score, trend, returns, propensity, interests);
  }

  static void write(Occasion occasion, StateWriter out) {
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
    return new Occasion(
        in.number(), in.number(), in.text(), in.text(), in.real(), in.real(), in.flag(), in.real());
  }
}
