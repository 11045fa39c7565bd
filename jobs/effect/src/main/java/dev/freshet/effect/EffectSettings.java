package dev.freshet.effect;

import static dev.freshet.runtime.settings.OptionChecks.atLeast;
import static dev.freshet.runtime.settings.OptionChecks.lasting;
import static dev.freshet.runtime.settings.OptionChecks.notNegative;

import dev.freshet.runtime.state.CacheLimits;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.experiment.ReactionWindows;
import dev.freshet.scoring.experiment.ViewSettings;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The effect options that the operators go by, read once and checked.
 *
 * @param scoring how users are counted
 * @param keys names of the keys in Redis
 * @param interval how often at most a document is written
 * @param resultsTtl how long sums are kept of what nothing is heard of
 * @param newFor for how long items are new, in whole days
 * @param mostSubjects how many placements there may be, and how many experiments
 * @param quiet time without progress of event time after which the wall's clock carries it on
 * @param cache how much of the users' state a task keeps decoded
 */
public record EffectSettings(
    ViewSettings scoring,
    RedisKeys keys,
    Duration interval,
    Duration resultsTtl,
    Duration newFor,
    int mostSubjects,
    Duration quiet,
    CacheLimits cache)
    implements Serializable {

  /** Longer than users are followed. */
  private static final Duration SHORTEST_TTL = Duration.ofDays(30);

  private static final Duration DAY = Duration.ofDays(1);

  public EffectSettings {
    notNegative(EffectOptions.LATENESS, scoring.lateness());
    ReactionWindows windows = scoring.windows();
    lasting(EffectOptions.WINDOW_CLICK, windows.click());
    lasting(EffectOptions.WINDOW_STUDY, windows.study());
    lasting(EffectOptions.WINDOW_COMPLETION, windows.completion());
    lasting(EffectOptions.WINDOW_LIKE, windows.like());
    lasting(EffectOptions.WINDOW_PURCHASE, windows.purchase());
    atLeast(1, EffectOptions.LISTS_A_DAY, scoring.mostListsADay());
    atLeast(SHORTEST_TTL, EffectOptions.STATE_TTL, scoring.ttl());
    // Whom nobody knows any more nothing can be due to.
    atLeast(windows.longest().plus(DAY), EffectOptions.STATE_TTL, scoring.ttl());
    // Users are forgotten a day late at most, and have to be taken out of sums that are still
    // there.
    atLeast(scoring.ttl().plusDays(2), EffectOptions.RESULTS_TTL, resultsTtl);
    atLeast(DAY, EffectOptions.NEW_ITEMS, newFor);
    atLeast(1, EffectOptions.SUBJECTS, mostSubjects);
    lasting(EffectOptions.INTERVAL, interval);
    lasting(EffectOptions.QUIET, quiet);
  }

  /**
   * Reads and checks the options.
   *
   * @param keys as the shared Redis options have them
   * @throws IllegalArgumentException naming the key whose value can't be
   */
  public static EffectSettings from(ReadableConfig config, RedisKeys keys) {
    int entries = config.get(EffectOptions.CACHE_ENTRIES);
    atLeast(1, EffectOptions.CACHE_ENTRIES, entries);
    return new EffectSettings(
        scoring(config),
        keys,
        config.get(EffectOptions.INTERVAL),
        config.get(EffectOptions.RESULTS_TTL),
        config.get(EffectOptions.NEW_ITEMS),
        config.get(EffectOptions.SUBJECTS),
        config.get(EffectOptions.QUIET),
        CacheLimits.ofEntries(entries).setBy(EffectOptions.CACHE_ENTRIES.key()));
  }

  private static ViewSettings scoring(ReadableConfig config) {
    return new ViewSettings(
        config.get(EffectOptions.LATENESS),
        config.get(EffectOptions.STATE_TTL),
        new ReactionWindows(
            config.get(EffectOptions.WINDOW_CLICK),
            config.get(EffectOptions.WINDOW_STUDY),
            config.get(EffectOptions.WINDOW_COMPLETION),
            config.get(EffectOptions.WINDOW_LIKE),
            config.get(EffectOptions.WINDOW_PURCHASE)),
        config.get(EffectOptions.LISTS_A_DAY));
  }
}
