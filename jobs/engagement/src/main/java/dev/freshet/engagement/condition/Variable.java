package dev.freshet.engagement.condition;

import com.google.protobuf.Timestamp;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.freshet.scoring.engagement.Moment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that a condition can ask for.
 *
 * @param name such as {@code user.streak}
 * @param type its type in CEL
 * @param value its value at a moment
 * @param number its value as a number, of a timestamp in epoch milliseconds; null of what is none
 */
public record Variable(
    String name,
    CelType type,
    Function<Moment, Object> value,
    @Nullable ToDoubleFunction<Moment> number) {

  private static final long SECOND_MILLIS = 1_000;
  private static final int MILLI_NANOS = 1_000_000;

  /** Everything that a condition can ask for, by name. */
  static final Map<String, Variable> ALL =
      Stream.of(
              text("event.kind", moment -> moment.event().kind()),
              text("event.item", moment -> moment.event().item()),
              of("event.tags", ListType.create(SimpleType.STRING), Moment::tags),
              number("event.minutes", moment -> moment.event().minutes()),
              number("event.progress", moment -> moment.event().progress()),
              of("event.completed", SimpleType.BOOL, moment -> moment.event().completed()),
              number("event.rating", moment -> moment.event().rating()),
              time("event.at", moment -> moment.event().atMillis()),
              text("user.tier", moment -> moment.standing().tier()),
              number("user.score", moment -> moment.standing().score()),
              number("user.trend", moment -> moment.standing().trend()),
              number("user.returnProbability", moment -> moment.standing().returnProbability()),
              number("user.propensity", moment -> moment.standing().propensity()),
              of(
                  "user.interests",
                  MapType.create(SimpleType.STRING, SimpleType.DOUBLE),
                  Moment::interests),
              of("user.expertIn", ListType.create(SimpleType.STRING), Moment::expertIn),
              whole("user.streak", Moment::streak),
              whole("user.activeDays7", Moment::activeDays7),
              whole("user.activeDays28", Moment::activeDays28),
              whole("user.points", Moment::points),
              whole("user.level", Moment::level),
              of(
                  "user.badges",
                  ListType.create(SimpleType.STRING),
                  moment -> List.copyOf(moment.badges())),
              time("user.firstSeen", Moment::firstSeenMillis),
              time("user.lastSeen", Moment::lastSeenMillis),
              time("now", Moment::nowMillis))
          .collect(Collectors.toUnmodifiableMap(Variable::name, Function.identity()));

  /** The value of a name at a moment, if there is one of this name. */
  static Optional<Object> find(String name, Moment moment) {
    return Optional.ofNullable(ALL.get(name)).map(variable -> variable.value().apply(moment));
  }

  /** Whether it is of an event, rather than of the user or the time. */
  boolean isOfEvent() {
    return name.startsWith("event.");
  }

  private static Variable of(String name, CelType type, Function<Moment, Object> value) {
    return new Variable(name, type, value, null);
  }

  private static Variable text(String name, Function<Moment, String> value) {
    return of(name, SimpleType.STRING, value::apply);
  }

  private static Variable number(String name, ToDoubleFunction<Moment> value) {
    return new Variable(name, SimpleType.DOUBLE, value::applyAsDouble, value);
  }

  private static Variable whole(String name, ToLongFunction<Moment> value) {
    return new Variable(name, SimpleType.INT, value::applyAsLong, value::applyAsLong);
  }

  private static Variable time(String name, ToLongFunction<Moment> millis) {
    return new Variable(
        name,
        SimpleType.TIMESTAMP,
        moment -> timestamp(millis.applyAsLong(moment)),
        millis::applyAsLong);
  }

  private static Timestamp timestamp(long millis) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(millis, SECOND_MILLIS))
        .setNanos((int) Math.floorMod(millis, SECOND_MILLIS) * MILLI_NANOS)
        .build();
  }

  /** The fields of {@code event} or {@code user}, for people. */
  static String fieldsOf(String owner) {
    String start = owner + ".";
    return ALL.keySet().stream()
        .filter(name -> name.startsWith(start))
        .map(name -> name.substring(start.length()))
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
