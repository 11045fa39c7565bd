package dev.freshet.localstack.up;

import dev.freshet.recommendations.RecommendationsJob;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The line that tells each second how the platform does. */
final class StatusLine {

  private static final int SHOWN_PLACES = 3;
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Producer producer;
  private final Frontend frontend;
  private final Freshness freshness;
  private final List<String> experiments;
  private long lastNanos = System.nanoTime();
  private long lastUsed = used();

  /**
   * @param experiments of which is told what they show
   */
  StatusLine(Producer producer, Frontend frontend, Freshness freshness, List<String> experiments) {
    this.producer = producer;
    this.frontend = frontend;
    this.freshness = freshness;
    this.experiments = experiments;
  }

  private static long used() {
    return JobCounters.read(RecommendationsJob.NAME).used();
  }

  /** What happened since the last line. */
  String next() {
    long used = used();
    long now = System.nanoTime();
    double perSecond = (used - lastUsed) * 1e9 / (now - lastNanos);
    lastUsed = used;
    lastNanos = now;
    return "%s  %,7.0f events/s · %s%s%s"
        .formatted(
            LocalTime.now(ZoneId.systemDefault()).format(CLOCK),
            perSecond,
            fresh(freshness.median()),
            newest(),
            experiments());
  }

  private String experiments() {
    return experiments.stream()
        .flatMap(name -> frontend.shows(name).stream())
        .map(text -> " · " + text)
        .collect(Collectors.joining());
  }

  private String newest() {
    Producer.Sent newest = producer.newest();
    if (newest == null) {
      return "";
    }
    String user = newest.interaction().user();
    String list =
        frontend.read(user, SHOWN_PLACES).stream()
            .map(place -> place.item() + " (" + place.reason() + ")")
            .collect(Collectors.joining(", "));
    return " · "
        + user
        + stickiness(frontend.stickiness(user))
        + earned(frontend.earned(user))
        + ": "
        + (list.isEmpty() ? "–" : list);
  }

  private static String stickiness(Map<String, String> known) {
    return known.isEmpty() ? "" : " (%s, %s)".formatted(known.get("tier"), known.get("score"));
  }

  private static String earned(Map<String, String> known) {
    return known.isEmpty()
        ? ""
        : " [%s points, %s rewards]".formatted(known.get("points"), known.get("rewards"));
  }

  private static String fresh(OptionalDouble millis) {
    if (millis.isEmpty()) {
      return "fresh after – ms";
    }
    return Double.isInfinite(millis.getAsDouble())
        ? "fresh after more than " + Freshness.PATIENCE_SECONDS + " s"
        : "fresh after %,.0f ms".formatted(millis.getAsDouble());
  }
}
