package dev.freshet.engagement.community;

import static dev.freshet.runtime.settings.OptionChecks.atLeast;
import static dev.freshet.runtime.settings.OptionChecks.lasting;

import dev.freshet.runtime.state.CacheLimits;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.community.CommunitySettings;
import dev.freshet.scoring.decay.HalfLife;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The options that the steps of the community go by, read once and checked.
 *
 * @param scoring what shapes the boards
 * @param lateness how long something earlier is waited for
 * @param keys names of the keys in Redis
 * @param stateTtl how long what is known of a user, an item, a thread or a tag is kept
 * @param quiet time without progress of event time after which the wall's clock carries it on
 * @param cache how much of the state of a step a task keeps decoded
 */
public record CommunityJobSettings(
    CommunitySettings scoring,
    Lateness lateness,
    RedisKeys keys,
    Duration stateTtl,
    Duration quiet,
    CacheLimits cache)
    implements Serializable {

  /**
   * Reads and checks the options.
   *
   * @param keys as the shared Redis options have them
   * @param lateness as the rest of the job has it, as the next ones
   * @throws IllegalArgumentException naming the key whose value can't be
   */
  public static CommunityJobSettings from(
      ReadableConfig config, RedisKeys keys, Duration lateness, Duration stateTtl, Duration quiet) {
    int entries = config.get(CommunityOptions.CACHE_ENTRIES);
    atLeast(1, CommunityOptions.CACHE_ENTRIES, entries);
    lasting(CommunityOptions.EXPERTS_HALF_LIFE, config.get(CommunityOptions.EXPERTS_HALF_LIFE));
    lasting(CommunityOptions.THREADS_HALF_LIFE, config.get(CommunityOptions.THREADS_HALF_LIFE));
    return new CommunityJobSettings(
        scoring(config),
        new Lateness(lateness.toMillis()),
        keys,
        stateTtl,
        quiet,
        CacheLimits.ofEntries(entries).setBy(CommunityOptions.CACHE_ENTRIES.key()));
  }

  private static CommunitySettings scoring(ReadableConfig config) {
    return new CommunitySettings(
        config.get(CommunityOptions.PLACES),
        new HalfLife(config.get(CommunityOptions.EXPERTS_HALF_LIFE)),
        config.get(CommunityOptions.EXPERTS_ACTIVE_FOR),
        config.get(CommunityOptions.EXPERTS_SIZE),
        new HalfLife(config.get(CommunityOptions.THREADS_HALF_LIFE)),
        config.get(CommunityOptions.THREADS_ACTIVE_FOR),
        config.get(CommunityOptions.THREADS_SIZE),
        config.get(CommunityOptions.QUESTIONS_MAX_AGE),
        config.get(CommunityOptions.QUESTIONS_SIZE),
        config.get(CommunityOptions.QUESTIONS_PER_DAY),
        config.get(CommunityOptions.QUESTIONS_OF_ITEM),
        config.get(CommunityOptions.PARTNERS_ACTIVE_FOR),
        config.get(CommunityOptions.PARTNERS_COHORT),
        config.get(CommunityOptions.PARTNERS_SIZE));
  }
}
