package dev.freshet.engagement;

import dev.freshet.engagement.condition.Conditions;
import dev.freshet.engagement.condition.MemberCondition;
import dev.freshet.runtime.condition.WrongConditionException;
import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.UnknownSchemaException;
import dev.freshet.scoring.audience.Audience;
import dev.freshet.scoring.audience.UsableAudience;
import dev.freshet.scoring.engagement.Condition;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.engagement.UsableRule;

/** Makes rules and audiences usable: reads their records and compiles their conditions. */
public final class RuleReader {

  private final RecordEncoding<dev.freshet.schemas.Rule> encoding = RecordEncoding.rules();
  private final RecordEncoding<dev.freshet.schemas.Audience> audiences = RecordEncoding.audiences();
  private final Conditions conditions = new Conditions();
  private final boolean hasCoupons;

  /**
   * @param hasCoupons whether there is a key to make coupon codes with
   */
  public RuleReader(boolean hasCoupons) {
    this.hasCoupons = hasCoupons;
  }

  /**
   * Refuses what cannot be used, or belongs to another key.
   *
   * @throws UnusableRuleException telling what is wrong
   */
  void check(String key, byte[] record) throws UnusableRuleException {
    boolean isAudience = AudienceRecords.isKey(key);
    String found =
        isAudience
            ? AudienceRecords.key(readAudience(record).audience().name())
            : read(record).rule().id();
    if (!found.equals(key)) {
      throw new UnusableRuleException(
          "%s: is %s, but the record's key is %s"
              .formatted(isAudience ? "name" : "id", found, key));
    }
  }

  /**
   * The audience of a record.
   *
   * @throws UnusableRuleException telling what is wrong
   */
  UsableAudience readAudience(byte[] record) throws UnusableRuleException {
    try {
      Audience audience = AudienceRecords.audience(audiences.decode(record));
      MemberCondition member = conditions.compileMember(audience.member());
      return new UsableAudience(audience, member.holds(), member.turn());
    } catch (WrongConditionException e) {
      throw wrong("member", e);
    } catch (IllegalArgumentException | UnknownSchemaException | MalformedRecordException e) {
      throw new UnusableRuleException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The rule of a record.
   *
   * @throws UnusableRuleException telling what is wrong
   */
  UsableRule read(byte[] record) throws UnusableRuleException {
    try {
      return usable(RuleRecords.rule(encoding.decode(record)));
    } catch (IllegalArgumentException | UnknownSchemaException | MalformedRecordException e) {
      throw new UnusableRuleException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * A rule with its conditions.
   *
   * @throws UnusableRuleException telling what is wrong
   */
  public UsableRule usable(Rule rule) throws UnusableRuleException {
    if (!hasCoupons && !rule.reward().coupon().isEmpty()) {
      throw new UnusableRuleException(
          "reward: a coupon needs %s or %s"
              .formatted(
                  EngagementOptions.COUPON_SECRET_FILE.key(),
                  EngagementOptions.COUPON_SECRET.key()));
    }
    return new UsableRule(rule, compile("when", rule.when()), compile("audience", rule.audience()));
  }

  private Condition compile(String field, String text) throws UnusableRuleException {
    try {
      return conditions.compile(text);
    } catch (WrongConditionException e) {
      throw wrong(field, e);
    }
  }

  private static UnusableRuleException wrong(String field, WrongConditionException e) {
    return new UnusableRuleException(
        "%s: line %d, column %d: %s".formatted(field, e.line(), e.column(), e.getMessage()), e);
  }
}
