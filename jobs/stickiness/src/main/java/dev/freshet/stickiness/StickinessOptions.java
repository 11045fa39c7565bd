package dev.freshet.stickiness;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** What an operator can set of the stickiness job. */
public final class StickinessOptions {

  public static final ConfigOption<String> ZONE =
      ConfigOptions.key("stickiness.zone")
          .stringType()
          .defaultValue("UTC")
          .withDescription(
              "Time zone in which the platform's days begin and end, such as Asia/Shanghai. With"
                  + " another zone the days already counted stay as they are.");

  public static final ConfigOption<Double> RECENCY_WEIGHT = weight("recency", 35.0);
  public static final ConfigOption<Double> FREQUENCY_WEIGHT = weight("frequency", 40.0);
  public static final ConfigOption<Double> DEPTH_WEIGHT = weight("depth", 15.0);
  public static final ConfigOption<Double> COMMUNITY_WEIGHT = weight("community", 10.0);

  public static final ConfigOption<Duration> RECENCY_HALF_LIFE =
      ConfigOptions.key("stickiness.recency.half-life")
          .durationType()
          .defaultValue(Duration.ofDays(14))
          .withDescription("Time without activity after which recency is half as much.");

  public static final ConfigOption<Duration> FADING_HALF_LIFE =
      ConfigOptions.key("stickiness.fading.half-life")
          .durationType()
          .defaultValue(Duration.ofDays(14))
          .withDescription("Time after which study and community count half as much.");

  public static final ConfigOption<Double> SATURATION_WEEK =
      saturation("week-days", 2.0, "Active days of the last 7");
  public static final ConfigOption<Double> SATURATION_MONTH =
      saturation("month-days", 6.0, "Active days of the last 28");
  public static final ConfigOption<Double> SATURATION_STREAK =
      saturation("streak", 4.0, "Active days in a row");
  public static final ConfigOption<Double> SATURATION_MINUTES =
      saturation("study-minutes", 60.0, "Minutes studied");
  public static final ConfigOption<Double> SATURATION_COMPLETIONS =
      saturation("completions", 2.0, "Items completed");
  public static final ConfigOption<Double> SATURATION_ITEMS =
      saturation("items", 6.0, "Distinct items of the last 28 days");
  public static final ConfigOption<Double> SATURATION_COMMENTS =
      saturation("comments", 3.0, "Comments");

  public static final ConfigOption<Integer> DAILY_COMMUNITY =
      ConfigOptions.key("stickiness.community.daily")
          .intType()
          .defaultValue(10)
          .withDescription(
              "How many comments a day count, so that a storm of them is worth no more.");

  public static final ConfigOption<Integer> NEW_DAYS =
      ConfigOptions.key("stickiness.tiers.new-days")
          .intType()
          .defaultValue(7)
          .withDescription("Days from the first active one on that a user counts as new.");

  public static final ConfigOption<Double> REGULAR =
      ConfigOptions.key("stickiness.tiers.regular")
          .doubleType()
          .defaultValue(50.0)
          .withDescription("Score from which a user is regular.");

  public static final ConfigOption<Double> DEVOTED =
      ConfigOptions.key("stickiness.tiers.devoted")
          .doubleType()
          .defaultValue(70.0)
          .withDescription("Score from which a user is devoted.");

  public static final ConfigOption<Double> MARGIN =
      ConfigOptions.key("stickiness.tiers.margin")
          .doubleType()
          .defaultValue(5.0)
          .withDescription(
              "How far a score must fall below the beginning of its tier to leave it, so that"
                  + " nobody flickers.");

  public static final ConfigOption<Integer> DORMANT_DAYS =
      ConfigOptions.key("stickiness.tiers.dormant-days")
          .intType()
          .defaultValue(28)
          .withDescription("Days without activity after which a user is dormant.");

  public static final ConfigOption<Integer> RETENTION_DAYS =
      ConfigOptions.key("stickiness.retention-days")
          .intType()
          .defaultValue(365)
          .withDescription(
              "Days without activity after which a user is forgotten, in state and in Redis.");

  public static final ConfigOption<Integer> AUDIENCE_SIZE =
      ConfigOptions.key("stickiness.audience.size")
          .intType()
          .defaultValue(10_000)
          .withDescription(
              "How many users each of the sorted sets holds, those with the highest scores.");

  public static final ConfigOption<Duration> INTERVAL =
      ConfigOptions.key("stickiness.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription(
              "Shortest time between two writes of the counts by tier and of the platform, and"
                  + " between two versions of the models.");

  public static final ConfigOption<Duration> DELAY =
      ConfigOptions.key("stickiness.delay")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription(
              "How long what a user did may wait before what follows from it is written, so that"
                  + " who does much at once is written once. 0 ms: every event is written.");

  public static final ConfigOption<Duration> QUIET =
      ConfigOptions.key("stickiness.quiet")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription(
              "Time without progress of event time after which the clock on the wall carries it on"
                  + " from where it stopped, so that scores fall while the topics are silent.");

  public static final ConfigOption<Duration> MIDNIGHT_SPREAD =
      ConfigOptions.key("stickiness.midnight.spread")
          .durationType()
          .defaultValue(Duration.ofMinutes(10))
          .withDescription(
              "Time after a midnight over which the users are spread of whom something changes with"
                  + " it, so that events do not wait for all of them; each has a moment of its own"
                  + " in it, until which Redis tells the day before. At most 12 h. 0 ms: all at"
                  + " once.");

  public static final ConfigOption<Integer> LEAST_CONVERSIONS =
      ConfigOptions.key("stickiness.propensity.least-conversions")
          .intType()
          .defaultValue(100)
          .withDescription(
              "How many fortnights of users with a purchase the propensity must have been learned"
                  + " from before it is written; fewer tell too little for its 7 weights.");

  public static final ConfigOption<Integer> CACHE_ENTRIES =
      ConfigOptions.key("stickiness.cache.entries")
          .intType()
          .defaultValue(10_000)
          .withDescription("How many users a task keeps decoded in heap, at most 3 kB each.");

  private StickinessOptions() {}

  private static ConfigOption<Double> saturation(String quantity, double value, String what) {
    return ConfigOptions.key("stickiness.saturation." + quantity)
        .doubleType()
        .defaultValue(value)
        .withDescription(
            what + " with which half of their part is reached; twice as many reach 3/4 of it.");
  }

  private static ConfigOption<Double> weight(String component, double value) {
    return ConfigOptions.key("stickiness.weights." + component)
        .doubleType()
        .defaultValue(value)
        .withDescription(
            "Share of " + component + " in the score; only the proportions of the four matter.");
  }
}
