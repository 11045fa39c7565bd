package dev.freshet.engagement;

import static dev.freshet.runtime.settings.OptionChecks.atLeast;
import static dev.freshet.runtime.settings.OptionChecks.lasting;
import static dev.freshet.runtime.settings.OptionChecks.notNegative;
import static dev.freshet.runtime.settings.OptionChecks.wrong;

import dev.freshet.engagement.community.CommunityJobSettings;
import dev.freshet.runtime.settings.Secrets;
import dev.freshet.runtime.state.CacheLimits;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.engagement.IncentiveSettings;
import dev.freshet.scoring.engagement.Levels;
import dev.freshet.scoring.engagement.UsableRule;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The engagement options that the operators go by, read once and checked.
 *
 * @param scoring what shapes incentives
 * @param keys names of the keys in Redis
 * @param couponSecret the key of coupon codes; empty if there is none
 * @param maxErrors how often a minute a rule may fail in a task
 * @param topSize how many users a list of the best holds
 * @param effectsInterval how often at most what came of a rule is written
 * @param stateTtl how long what a user has earned is kept
 * @param quiet time without progress of event time after which the wall's clock carries it on
 * @param cache how much of the users' state a task keeps decoded
 */
public record EngagementSettings(
    IncentiveSettings scoring,
    RedisKeys keys,
    String couponSecret,
    int maxErrors,
    int topSize,
    Duration effectsInterval,
    Duration stateTtl,
    Duration quiet,
    CacheLimits cache)
    implements Serializable {

  public EngagementSettings {
    atLeast(1, EngagementOptions.MAX_ERRORS, maxErrors);
    atLeast(1, EngagementOptions.TOP_SIZE, topSize);
    lasting(EngagementOptions.EFFECTS_INTERVAL, effectsInterval);
    atLeast(Duration.ofDays(1), EngagementOptions.STATE_TTL, stateTtl);
    lasting(EngagementOptions.QUIET, quiet);
  }

  /**
   * Reads and checks the options.
   *
   * @param keys as the shared Redis options have them
   * @throws IllegalArgumentException naming the key whose value can't be
   */
  public static EngagementSettings from(ReadableConfig config, RedisKeys keys) {
    int entries = config.get(EngagementOptions.CACHE_ENTRIES);
    atLeast(1, EngagementOptions.CACHE_ENTRIES, entries);
    return new EngagementSettings(
        scoring(config),
        keys,
        Secrets.read(config, EngagementOptions.COUPON_SECRET, EngagementOptions.COUPON_SECRET_FILE),
        config.get(EngagementOptions.MAX_ERRORS),
        config.get(EngagementOptions.TOP_SIZE),
        config.get(EngagementOptions.EFFECTS_INTERVAL),
        config.get(EngagementOptions.STATE_TTL),
        config.get(EngagementOptions.QUIET),
        CacheLimits.ofEntries(entries).setBy(EngagementOptions.CACHE_ENTRIES.key()));
  }

  /**
   * The options of the community, which shares these ones.
   *
   * @throws IllegalArgumentException naming the key whose value can't be
   */
  public CommunityJobSettings community(ReadableConfig config) {
    return CommunityJobSettings.from(config, keys, scoring.lateness(), stateTtl, quiet);
  }

  /**
   * Who has done nothing for so long is in no audience: a little less than it takes to be
   * forgotten, after which nobody would know whom to take out.
   */
  public Duration longestAbsence() {
    return stateTtl.dividedBy(10).multipliedBy(9);
  }

  /**
   * Refuses rules that give coupons where there is no key to make codes with.
   *
   * @throws IllegalArgumentException naming the rule and the option
   */
  public void requireSecretFor(List<UsableRule> rules) {
    for (UsableRule usable : rules) {
      if (couponSecret.isEmpty() && !usable.rule().reward().coupon().isEmpty()) {
        throw new IllegalArgumentException(
            "the rule %s gives coupons, but %s is not set"
                .formatted(usable.rule().id(), EngagementOptions.COUPON_SECRET.key()));
      }
    }
  }

  private static IncentiveSettings scoring(ReadableConfig config) {
    Duration lateness = config.get(EngagementOptions.LATENESS);
    notNegative(EngagementOptions.LATENESS, lateness);
    return new IncentiveSettings(
        zone(config.get(EngagementOptions.ZONE)),
        lateness,
        levels(config.get(EngagementOptions.LEVELS)));
  }

  private static ZoneId zone(String zone) {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw wrong(EngagementOptions.ZONE, zone, "must be a time zone such as Asia/Shanghai");
    }
  }

  private static Levels levels(List<Integer> points) {
    try {
      return new Levels(points);
    } catch (IllegalArgumentException e) {
      throw wrong(EngagementOptions.LEVELS, points, "must be numbers that rise from above 0");
    }
  }

  /** Leaves out the secret: settings end up in logs. */
  @Override
  public String toString() {
    return "EngagementSettings[scoring=%s, keys=%s]".formatted(scoring, keys);
  }
}
