package dev.freshet.engagement.community;

import dev.freshet.scoring.community.CommunitySettings;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** What an operator can set of the boards of the community. */
public final class CommunityOptions {

  private static final CommunitySettings DEFAULTS = CommunitySettings.defaults();

  public static final ConfigOption<Integer> PLACES =
      number(
          "places",
          DEFAULTS.places(),
          "How many rows the boards of experts and of threads have, and how many users a question"
              + " is put to: 1 to 50.");

  public static final ConfigOption<Duration> EXPERTS_HALF_LIFE =
      duration(
          "experts.half-life",
          DEFAULTS.expertise().duration(),
          "Time after which what somebody did for others counts half as much.");

  public static final ConfigOption<Duration> EXPERTS_ACTIVE_FOR =
      duration(
          "experts.active-for",
          DEFAULTS.expertFor(),
          "Who has helped nobody in a tag for so long is no expert of it any more.");

  public static final ConfigOption<Integer> EXPERTS_SIZE =
      number("experts.size", DEFAULTS.experts(), "How many experts of a tag are kept in state.");

  public static final ConfigOption<Duration> THREADS_HALF_LIFE =
      duration(
          "threads.half-life",
          DEFAULTS.heat().duration(),
          "Time after which a post counts half as much for how lively its thread is.");

  public static final ConfigOption<Duration> THREADS_ACTIVE_FOR =
      duration(
          "threads.active-for",
          DEFAULTS.threadFor(),
          "A thread in which nobody has posted for so long is shown no more.");

  public static final ConfigOption<Integer> THREADS_SIZE =
      number("threads.size", DEFAULTS.threads(), "How many threads of an item are kept in state.");

  public static final ConfigOption<Duration> QUESTIONS_MAX_AGE =
      duration(
          "questions.max-age",
          DEFAULTS.questionAge(),
          "A question that is older is put to nobody any more.");

  public static final ConfigOption<Integer> QUESTIONS_SIZE =
      number(
          "questions.size",
          DEFAULTS.questions(),
          "How many open questions a user has at most, the newest ones.");

  public static final ConfigOption<Integer> QUESTIONS_PER_DAY =
      number(
          "questions.per-day",
          DEFAULTS.questionsPerDay(),
          "How many questions are put to a user in a day (UTC) at most.");

  public static final ConfigOption<Integer> QUESTIONS_OF_ITEM =
      number(
          "questions.of-item",
          DEFAULTS.askedOfItem(),
          "How many of those who completed an item can be asked about it, the last ones.");

  public static final ConfigOption<Duration> PARTNERS_ACTIVE_FOR =
      duration(
          "partners.active-for",
          DEFAULTS.activeFor(),
          "How lately partners must have been with what they share.");

  public static final ConfigOption<Integer> PARTNERS_COHORT =
      number(
          "partners.cohort",
          DEFAULTS.cohort(),
          "How many learners of an item are kept in state, those who were there last.");

  public static final ConfigOption<Integer> PARTNERS_SIZE =
      number("partners.size", DEFAULTS.partners(), "How many partners a user has: 1 to 20.");

  public static final ConfigOption<Integer> CACHE_ENTRIES =
      number(
          "cache.entries",
          2_000,
          "How many items, threads, tags and users each task keeps decoded in heap, of each step"
              + " so many; an item with all its learners takes 30 kB at most.");

  private CommunityOptions() {}

  private static ConfigOption<Integer> number(String key, int value, String description) {
    return ConfigOptions.key("engagement.community." + key)
        .intType()
        .defaultValue(value)
        .withDescription(description);
  }

  private static ConfigOption<Duration> duration(String key, Duration value, String description) {
    return ConfigOptions.key("engagement.community." + key)
        .durationType()
        .defaultValue(value)
        .withDescription(description);
  }
}
