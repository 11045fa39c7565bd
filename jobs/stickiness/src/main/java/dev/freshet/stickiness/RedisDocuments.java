package dev.freshet.stickiness;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.stickiness.PlatformCounts;
import dev.freshet.scoring.stickiness.StickinessState;
import dev.freshet.scoring.stickiness.Tier;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes what is known of users' stickiness as the contract in {@code schemas} has it. */
final class RedisDocuments {

  private static final int WEEK = 7;
  private static final int THOUSAND = 1000;

  private final StickinessJobSettings settings;
  private final RedisKeys keys;
  private final int audienceSize;

  RedisDocuments(StickinessJobSettings settings) {
    this.settings = settings;
    keys = settings.keys();
    audienceSize = settings.audienceSize();
  }

  /** What is to be written of a user. */
  List<RedisWrite> of(Observation observation, Outlook outlook) {
    StickinessState state = observation.state();
    return state == null ? forgotten(observation.user()) : known(observation, state, outlook);
  }

  /** The user's hash, and the user's places in the audiences if score or tier are others now. */
  private List<RedisWrite> known(Observation observation, StickinessState state, Outlook outlook) {
    String user = observation.user();
    long atMillis = observation.atMillis();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("score", Long.toString(Math.round(state.score())));
    fields.put("tier", state.tier().label());
    fields.put("trend", Long.toString(Math.round(state.trend())));
    fields.put("recency", share(state.components().recency()));
    fields.put("frequency", share(state.components().frequency()));
    fields.put("depth", share(state.components().depth()));
    fields.put("community", share(state.components().community()));
    fields.put("activeDays7", Integer.toString(state.activeDays7()));
    fields.put("activeDays28", Integer.toString(state.activeDays28()));
    fields.put("streak", Integer.toString(state.streak()));
    fields.put("bestStreak", Integer.toString(state.bestStreak()));
    fields.put("returnProbability", share(outlook.returns()));
    if (outlook.hasPropensity()) {
      fields.put("propensity", share(outlook.propensity()));
    }
    fields.put("asOf", Long.toString(atMillis));
    RedisWrite hash =
        RedisWrite.hash(keys.stickiness(user), fields, settings.hashTtl().toMillis())
            .causedBy(atMillis, observation.arrivedMillis());
    if (!observation.isMoved()) {
      return List.of(hash);
    }
    double score = (double) Math.round(state.score());
    RedisWrite atRisk =
        state.tier() == Tier.AT_RISK
            ? RedisWrite.member(keys.stickinessAtRisk(), user, score, audienceSize)
            : RedisWrite.noMember(keys.stickinessAtRisk(), user);
    return List.of(
        hash, RedisWrite.member(keys.stickinessTop(), user, score, audienceSize), atRisk);
  }

  /** Nothing is left of the user. */
  private List<RedisWrite> forgotten(String user) {
    return List.of(
        RedisWrite.delete(keys.stickiness(user)),
        RedisWrite.noMember(keys.stickinessTop(), user),
        RedisWrite.noMember(keys.stickinessAtRisk(), user));
  }

  /** The platform's figures. */
  RedisWrite platform(PlatformCounts counts, long atMillis) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("day", LocalDate.ofEpochDay(counts.today()).toString());
    fields.put("users", Long.toString(counts.users()));
    fields.put("dau", Long.toString(counts.activeUsers(1)));
    fields.put("wau", Long.toString(counts.activeUsers(WEEK)));
    fields.put("mau", Long.toString(counts.activeUsers(PlatformCounts.DAYS)));
    fields.put("dauMau", share(counts.dailyOfMonthly()));
    fields.put("meanScore", String.format(Locale.ROOT, "%.1f", counts.meanScore()));
    if (settings.purchases()) {
      fields.put("purchases", Long.toString(counts.purchases()));
      fields.put("buyers", Long.toString(counts.buyers()));
      fields.put("conversionRate", share(counts.conversionRate()));
      for (Tier tier : Tier.values()) {
        fields.put("buyers:" + tier.label(), Long.toString(counts.buyers(tier)));
      }
    }
    fields.put("asOf", Long.toString(atMillis));
    return RedisWrite.hash(keys.platform(), fields);
  }

  /** Three decimals. By hand, as formatting them was most of the time that a write took. */
  private static String share(double value) {
    long thousandths = Math.round(value * THOUSAND);
    String digits = Long.toString(thousandths % THOUSAND);
    return thousandths / THOUSAND + "." + "0".repeat(3 - digits.length()) + digits;
  }
}
