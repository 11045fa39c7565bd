package dev.freshet.localstack.evaluate.questions;

import dev.freshet.localstack.log.Post;
import dev.freshet.scoring.decay.HalfLife;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** A baseline: those who answered most, without a limit of questions a member. */
final class MostActive implements Routing {

  private final String name;
  private final double halfLives;
  private final boolean byTag;
  private final Map<String, List<String>> tagsOf = new HashMap<>();
  private final Map<String, Map<String, Tally>> tallies = new HashMap<>();

  /** Answers of a member, faded to a moment. */
  private record Tally(double answers, long asOfMillis) {}

  private MostActive(String name, double halfLifeMillis, boolean byTag) {
    this.name = name;
    this.halfLives = 1.0 / halfLifeMillis;
    this.byTag = byTag;
  }

  /** All of them. */
  static List<Supplier<Routing>> all() {
    long fortnight = HalfLife.ofDays(14).duration().toMillis();
    return List.of(
        () -> new MostActive("most answers", Double.POSITIVE_INFINITY, false),
        () -> new MostActive("most answers, half-life 14 days", fortnight, false),
        () ->
            new MostActive("most answers in the question's tags", Double.POSITIVE_INFINITY, true));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void follow(Post post) {
    switch (post.kind()) {
      case QUESTION -> tagsOf.put(post.thread(), post.tags());
      case ANSWER -> topics(post.thread()).forEach(topic -> count(topic, post));
      case COMMENT -> {}
    }
  }

  private List<String> topics(String thread) {
    return byTag ? tagsOf.getOrDefault(thread, List.of()) : List.of("");
  }

  private void count(String topic, Post post) {
    tallies
        .computeIfAbsent(topic, ignored -> new HashMap<>())
        .merge(
            post.user(),
            new Tally(1.0, post.atMillis()),
            (before, one) -> new Tally(faded(before, one.asOfMillis()) + 1.0, one.asOfMillis()));
  }

  private double faded(Tally tally, long atMillis) {
    return tally.answers() * Math.pow(0.5, (atMillis - tally.asOfMillis()) * halfLives);
  }

  @Override
  public List<String> route(Post question, long atMillis) {
    List<Map<String, Tally>> counted =
        topics(question.thread()).stream()
            .map(topic -> tallies.getOrDefault(topic, Map.of()))
            .toList();
    Set<String> users = new HashSet<>();
    counted.forEach(each -> users.addAll(each.keySet()));
    users.remove(question.user());
    ToDoubleFunction<String> answers =
        user ->
            counted.stream()
                .flatMap(each -> Stream.ofNullable(each.get(user)))
                .mapToDouble(tally -> faded(tally, atMillis))
                .sum();
    return users.stream()
        .sorted(Comparator.comparingDouble(answers).reversed().thenComparing(user -> user))
        .limit(PLACES)
        .toList();
  }
}
