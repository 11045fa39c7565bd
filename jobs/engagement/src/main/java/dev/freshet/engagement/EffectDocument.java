package dev.freshet.engagement;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.effect.Comparison;
import dev.freshet.scoring.effect.Group;
import dev.freshet.scoring.effect.Interval;
import dev.freshet.scoring.effect.Outcome;
import dev.freshet.scoring.effect.RuleEffect;
import dev.freshet.scoring.effect.Thousandths;
import java.util.Locale;

/** Writes what came of rules as the contract in {@code schemas} has it. */
final class EffectDocument {

  private final RedisKeys keys;
  private final long ttlMillis;

  EffectDocument(EngagementSettings settings) {
    keys = settings.keys();
    ttlMillis = settings.stateTtl().toMillis();
  }

  RedisWrite of(String rule, RuleEffect effect) {
    StringBuilder json = new StringBuilder();
    // The write function reads the version and asOf at their places.
    json.append("{\"v\":%d,\"asOf\":%d".formatted(RedisKeys.DOCUMENT_VERSION, effect.asOfMillis()));
    json.append(",\"rule\":").append(Json.text(rule));
    json.append(",\"confidence\":").append(number(RuleEffect.CONFIDENCE));
    json.append(",\"rewarded\":").append(group(effect.rewarded()));
    json.append(",\"heldOut\":").append(group(effect.heldOut()));
    for (Outcome outcome : Outcome.ALL) {
      json.append(",\"%s\":".formatted(outcome.label())).append(compared(effect.compare(outcome)));
    }
    json.append(",\"costPerUserKept\":").append(costPerUserKept(effect)).append('}');
    return RedisWrite.set(keys.rule(rule), json.toString(), ttlMillis);
  }

  private static String group(Group group) {
    return "{\"users\":%d,\"followed7\":%d,\"followed28\":%d,\"cost\":%s}"
        .formatted(
            group.users(),
            group.tally(Outcome.RETURN_7).users(),
            group.tally(Outcome.RETURN_28).users(),
            number(Thousandths.toMoney(group.cost())));
  }

  private static String compared(Comparison comparison) {
    Interval difference = comparison.difference();
    return "{\"rewarded\":%s,\"heldOut\":%s,\"difference\":%s,\"from\":%s,\"to\":%s}"
        .formatted(
            number(comparison.rewarded()),
            number(comparison.heldOut()),
            number(comparison.estimate()),
            number(difference.from()),
            number(difference.to()));
  }

  /** What was spent on a user, by how many more have returned of each who was rewarded. */
  private static String costPerUserKept(RuleEffect effect) {
    double cost = effect.costPerUser();
    Comparison returned = effect.compare(Outcome.RETURN_28);
    return "{\"estimate\":%s,\"from\":%s,\"to\":%s}"
        .formatted(
            perUser(cost, returned.estimate()),
            perUser(cost, returned.difference().to()),
            perUser(cost, returned.difference().from()));
  }

  /** Where nobody is kept, or nothing is spent, there is no such cost. */
  private static String perUser(double cost, double kept) {
    return cost > 0 && kept > 0 ? number(cost / kept) : "null";
  }

  private static String number(double number) {
    return Double.isFinite(number) ? String.format(Locale.ROOT, "%.4f", number) : "null";
  }
}
