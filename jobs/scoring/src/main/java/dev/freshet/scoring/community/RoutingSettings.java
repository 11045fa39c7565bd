package dev.freshet.scoring.community;

import dev.freshet.scoring.settings.Setting;
import java.io.Serializable;

/**
 * What shapes how questions are routed.
 *
 * @param places how many members a question is routed to
 * @param perDay how many questions a member gets in a day (UTC) at most
 * @param candidates how many members are looked at closely for a question
 * @param members how many members are known at most, those who wrote last
 * @param learningRate step width of the model
 */
public record RoutingSettings(
    int places, int perDay, int candidates, int members, double learningRate)
    implements Serializable {

  public RoutingSettings {
    Setting.positive("engagement.questions.places", places);
    Setting.positive("engagement.questions.per-day", perDay);
    Setting.positive("engagement.questions.candidates", candidates);
    Setting.positive("engagement.questions.members", members);
    Setting.positive("engagement.questions.rate", learningRate);
  }

  /** What was found to serve. */
  public static RoutingSettings defaults() {
    return new RoutingSettings(20, 30, 500, 20_000, 0.05);
  }

  /** The same with other places. */
  public RoutingSettings withPlaces(int number) {
    return new RoutingSettings(number, perDay, candidates, members, learningRate);
  }

  /** The same with another limit of questions a member and day. */
  public RoutingSettings withPerDay(int limit) {
    return new RoutingSettings(places, limit, candidates, members, learningRate);
  }
}
