package dev.freshet.localstack.bench.read;

import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Documents as the recommendations job writes them, of a given size. */
final class Documents {

  private static final long AS_OF_MILLIS = 1_767_225_600_000L;
  private static final int EXCLUDED = 30;
  private static final int CATALOGUE = 5_000;

  private final ReadSettings settings;
  private final Random random;

  Documents(ReadSettings settings) {
    this.settings = settings;
    random = new Random(settings.seed());
  }

  static String recKey(int user) {
    return "rec:learner-" + user;
  }

  static String pulseKey() {
    return "pulse";
  }

  /** A list of candidates, best first, half of them also in the pulse. */
  String rec() {
    return IntStream.range(0, settings.candidates())
        .mapToObj(
            place ->
                "[\"%s\",%s,\"%s\"]"
                    .formatted(
                        place % 2 == 0
                            ? item(random.nextInt(Math.max(1, settings.pulse())))
                            : item(settings.pulse() + place * 20 + random.nextInt(20)),
                        score(settings.candidates() - place),
                        reason()))
        .collect(
            Collectors.joining(
                ",",
                "{\"v\":1,\"asOf\":" + AS_OF_MILLIS + ",\"candidates\":[",
                "],\"exclude\":[" + excluded() + "]}"));
  }

  /** The pulse, best first, the last at 0. */
  String pulse() {
    return IntStream.range(0, settings.pulse())
        .mapToObj(
            place ->
                "[\"%s\",%s]"
                    .formatted(
                        item(place),
                        place == settings.pulse() - 1 ? "0" : score(settings.pulse() - place)))
        .collect(
            Collectors.joining(",", "{\"v\":1,\"asOf\":" + AS_OF_MILLIS + ",\"items\":[", "]}"));
  }

  private String excluded() {
    return IntStream.range(0, EXCLUDED)
        .mapToObj(place -> "\"" + item(random.nextInt(CATALOGUE)) + "\"")
        .collect(Collectors.joining(","));
  }

  private static String item(int number) {
    return "course-" + number;
  }

  private String score(int rank) {
    return String.format(Locale.ROOT, "%.8f", rank * 0.02 + random.nextDouble() * 0.01);
  }

  private String reason() {
    return switch (random.nextInt(3)) {
      case 0 -> "after:" + item(random.nextInt(CATALOGUE));
      case 1 -> "similar:" + item(random.nextInt(CATALOGUE));
      default -> "tag:topic-" + random.nextInt(50);
    };
  }
}
