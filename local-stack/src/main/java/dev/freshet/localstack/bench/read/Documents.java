package dev.freshet.localstack.bench.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Documents as the recommendations job writes them, of a given size. Half of a list's candidates
 * are in the pulse too, and a list is in the order that its scores had with a pulse a little
 * different from the one it is read with: it was written a while ago.
 */
final class Documents {

  private static final long AS_OF_MILLIS = 1_767_225_600_000L;
  private static final int EXCLUDED = 30;
  private static final int CATALOGUE = 5_000;
  private static final int TOPICS = 50;

  /** By how much popularity has moved since a list was written. */
  private static final double DRIFT = 0.05;

  private static final Collector<CharSequence, ?, String> COMMAS = Collectors.joining(",");

  private final ReadSettings settings;
  private final Random random;
  private final double[] pulse;

  private record Candidate(String item, double score, double fullScore) {}

  Documents(ReadSettings settings) {
    this.settings = settings;
    random = new Random(settings.seed());
    pulse = new double[settings.pulse()];
    for (int place = pulse.length - 2; place >= 0; place--) {
      pulse[place] = pulse[place + 1] + random.nextDouble() * 0.04;
    }
  }

  static String recKey(int user) {
    return "rec:learner-" + user;
  }

  static String pulseKey() {
    return "pulse";
  }

  /** The pulse, best first, the last at 0. */
  String pulse() {
    return IntStream.range(0, pulse.length)
        .mapToObj(place -> "[\"%s\",%s]".formatted(item(place), score(pulse[place])))
        .collect(
            Collectors.joining(
                ",",
                "{\"v\":1,\"asOf\":" + AS_OF_MILLIS + ",\"items\":[",
                "],\"crc\":\"0123456789abcdef\"}"));
  }

  /** A list of candidates, best first. */
  String rec() {
    List<Candidate> candidates = candidates();
    List<String> done = IntStream.range(0, EXCLUDED).mapToObj(i -> anyItem()).toList();
    List<String> why = candidates.stream().map(candidate -> reason(done)).toList();
    List<String> reasons = why.stream().distinct().toList();
    int digits = Integer.toString(reasons.size() - 1).length();
    return "{\"v\":3,\"asOf\":%d,\"items\":[%s],\"scores\":[%s],\"reasons\":\"%s\",\"because\":\"%s\",\"exclude\":\"%s\"}"
        .formatted(
            AS_OF_MILLIS,
            candidates.stream().map(c -> quoted(c.item())).collect(COMMAS),
            candidates.stream()
                .map(c -> Long.toString(Math.round(c.score() * 1e6)))
                .collect(COMMAS),
            lines(reasons),
            why.stream()
                .map(reason -> String.format("%0" + digits + "d", reasons.indexOf(reason)))
                .collect(Collectors.joining()),
            lines(done));
  }

  /** Texts as one JSON text, each between two line feeds. */
  private static String lines(List<String> texts) {
    return texts.stream().map(text -> text + "\\n").collect(Collectors.joining("", "\\n", ""));
  }

  private List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    Set<Integer> taken = new HashSet<>();
    while (candidates.size() < settings.candidates()) {
      int number = random.nextInt(random.nextBoolean() ? pulse.length : CATALOGUE);
      if (taken.add(number)) {
        double personal = random.nextGaussian() + 1.0;
        double global = number < pulse.length ? pulse[number] : 0.0;
        candidates.add(
            new Candidate(
                item(number), personal, personal + global + random.nextGaussian() * DRIFT));
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::fullScore).reversed());
    return candidates;
  }

  private String anyItem() {
    return item(random.nextInt(CATALOGUE));
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private static String item(int number) {
    return "course-" + number;
  }

  private static String score(double score) {
    return String.format(Locale.ROOT, "%.8f", score);
  }

  /** Something that the user did, or that they like. */
  private String reason(List<String> done) {
    return switch (random.nextInt(3)) {
      case 0 -> "after:" + done.get(random.nextInt(done.size()));
      case 1 -> "similar:" + done.get(random.nextInt(done.size()));
      default -> "tag:topic-" + random.nextInt(TOPICS);
    };
  }
}
