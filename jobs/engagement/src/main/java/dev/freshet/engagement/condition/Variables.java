package dev.freshet.engagement.condition;

import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.freshet.runtime.condition.Variable;
import dev.freshet.runtime.condition.Vocabulary;
import dev.freshet.scoring.engagement.Moment;
import java.util.List;

/** What conditions of rules and audiences can ask for. */
final class Variables {

  static final Vocabulary<Moment> ALL =
      Vocabulary.of(
          List.<Variable<Moment>>of(
              Variable.text("event.kind", moment -> moment.event().kind()),
              Variable.text("event.item", moment -> moment.event().item()),
              Variable.of("event.tags", ListType.create(SimpleType.STRING), Moment::tags),
              Variable.number("event.minutes", moment -> moment.event().minutes()),
              Variable.number("event.progress", moment -> moment.event().progress()),
              Variable.of("event.completed", SimpleType.BOOL, moment -> moment.event().completed()),
              Variable.number("event.rating", moment -> moment.event().rating()),
              Variable.time("event.at", moment -> moment.event().atMillis()),
              Variable.text("user.tier", moment -> moment.standing().tier()),
              Variable.number("user.score", moment -> moment.standing().score()),
              Variable.number("user.trend", moment -> moment.standing().trend()),
              Variable.number(
                  "user.returnProbability", moment -> moment.standing().returnProbability()),
              Variable.number("user.propensity", moment -> moment.standing().propensity()),
              Variable.of(
                  "user.interests",
                  MapType.create(SimpleType.STRING, SimpleType.DOUBLE),
                  Moment::interests),
              Variable.of("user.expertIn", ListType.create(SimpleType.STRING), Moment::expertIn),
              Variable.whole("user.streak", Moment::streak),
              Variable.whole("user.activeDays7", Moment::activeDays7),
              Variable.whole("user.activeDays28", Moment::activeDays28),
              Variable.whole("user.points", Moment::points),
              Variable.whole("user.level", Moment::level),
              Variable.of(
                  "user.badges",
                  ListType.create(SimpleType.STRING),
                  moment -> List.copyOf(moment.badges())),
              Variable.time("user.firstSeen", Moment::firstSeenMillis),
              Variable.time("user.lastSeen", Moment::lastSeenMillis),
              Variable.time("now", Moment::nowMillis)));

  private Variables() {}

  /** Whether a name is of an event, rather than of the user or the time. */
  static boolean isOfEvent(String name) {
    return name.startsWith("event.");
  }
}
