package dev.freshet.localstack.bench.job;

import dev.freshet.effect.EffectJob;
import dev.freshet.engagement.EngagementJob;
import dev.freshet.localstack.bench.peer.ItemBasedFiltering;
import dev.freshet.recommendations.RecommendationsJob;
import dev.freshet.runtime.JobEnvironment;
import dev.freshet.stickiness.StickinessJob;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The jobs that are measured: floors first, then a peer of ours, then ours. */
// Its sets and definitions are made here and never change.
@SuppressWarnings("ImmutableEnumChecker")
public enum Variant {
  DECODE("a", "source, decode, discard", false, Floors::decode, Set.of(), Set.of()),
  USER_STATE(
      "b",
      "+ one read and write of keyed state",
      false,
      Floors::userState,
      Set.of(Floors.USER_STATE),
      Set.of()),
  ITEM_PAIRS(
      "c",
      "+ ten pairs of an item updated",
      false,
      Floors::itemPairs,
      Set.of(Floors.USER_ITEMS),
      Set.of(Floors.ITEM_PAIRS)),
  PEER(
      "p",
      "plain item-based filtering",
      true,
      ItemBasedFiltering::define,
      ItemBasedFiltering.USER_OPERATORS,
      ItemBasedFiltering.ITEM_OPERATORS) {
    @Override
    StreamExecutionEnvironment environment(Configuration options) {
      return ItemBasedFiltering.environment(options);
    }
  },
  RECOMMENDATIONS(
      "d",
      "recommendations, complete",
      true,
      RecommendationsJob::define,
      Set.of(
          "Clean events",
          "Keep user histories",
          "Rank personal lists",
          "Learn weights and take the pulse"),
      Set.of("Count items")),
  STICKINESS(
      "e",
      "stickiness, complete",
      true,
      StickinessJob::define,
      Set.of("Clean events", "Follow users"),
      Set.of()),
  ENGAGEMENT(
      "g",
      "engagement, 50 rules, 20 audiences",
      true,
      EngagementJob::define,
      Set.of("Clean events", "Look at users", "Keep accounts"),
      Set.of()),
  EFFECT(
      "h",
      "effect, lists of 20, an experiment",
      true,
      EffectJob::define,
      Set.of("Clean events", "Clean exposures", "Count what is due to lists"),
      Set.of()),
  USER_STATE_AND_SET(
      "s", "(b) + one SET", true, Floors::userStateAndSet, Set.of(Floors.USER_STATE), Set.of());

  private final String letter;
  private final String description;
  private final boolean writesRedis;
  private final Definition definition;
  private final Set<String> userOperators;
  private final Set<String> itemOperators;

  /** Builds a job between Kafka and wherever it ends. */
  private interface Definition {
    void define(StreamExecutionEnvironment env, Configuration options);
  }

  Variant(
      String letter,
      String description,
      boolean writesRedis,
      Definition definition,
      Set<String> userOperators,
      Set<String> itemOperators) {
    this.letter = letter;
    this.description = description;
    this.writesRedis = writesRedis;
    this.definition = definition;
    this.userOperators = userOperators;
    this.itemOperators = itemOperators;
  }

  /** The variants of a letter each, in their own order. */
  public static List<Variant> ofLetters(List<String> letters) {
    for (String letter : letters) {
      if (Arrays.stream(values()).noneMatch(variant -> variant.letter.equals(letter))) {
        throw new IllegalArgumentException(
            "no job '"
                + letter
                + "'; there are "
                + Arrays.stream(values())
                    .map(variant -> variant.letter)
                    .collect(Collectors.joining(", ")));
      }
    }
    return Arrays.stream(values()).filter(variant -> letters.contains(variant.letter)).toList();
  }

  public String letter() {
    return letter;
  }

  public String description() {
    return description;
  }

  public boolean writesRedis() {
    return writesRedis;
  }

  /** The environment that the job runs in, with these options. */
  StreamExecutionEnvironment environment(Configuration options) {
    return JobEnvironment.create(options);
  }

  void define(StreamExecutionEnvironment env, Configuration options) {
    definition.define(env, options);
  }

  /** Names of the operators whose state grows with users. */
  Set<String> userOperators() {
    return userOperators;
  }

  /** Names of the operators whose state grows with items. */
  Set<String> itemOperators() {
    return itemOperators;
  }
}
