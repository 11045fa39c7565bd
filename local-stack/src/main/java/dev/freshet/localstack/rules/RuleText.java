package dev.freshet.localstack.rules;

import dev.freshet.engagement.AudienceRecords;
import dev.freshet.localstack.report.Text;
import dev.freshet.scoring.audience.Audience;
import dev.freshet.scoring.engagement.Counted;
import dev.freshet.scoring.engagement.Every;
import dev.freshet.scoring.engagement.Reward;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.engagement.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.util.TimeUtils;

/** A rule or an audience in a line, for people. */
final class RuleText {

  private RuleText() {}

  static String of(Rule rule) {
    List<String> parts = new ArrayList<>();
    parts.add(rule.on().isEmpty() ? "anything" : String.join(" or ", new TreeSet<>(rule.on())));
    parts.add(every(rule.every()));
    if (!rule.limit().isNone()) {
      parts.add("at most %d per %s".formatted(rule.limit().times(), rule.limit().per().label()));
    }
    parts.add("from " + Instant.ofEpochMilli(rule.fromMillis()));
    if (rule.untilMillis() != Rule.NO_END) {
      parts.add("until " + Instant.ofEpochMilli(rule.untilMillis()));
    }
    if (rule.holdout() > 0) {
      parts.add("holdout " + rule.holdout());
    }
    if (rule.hasBudget()) {
      parts.add("budget " + rule.budget());
    }
    return rule.id() + ": " + String.join(", ", parts) + " -> " + reward(rule.reward());
  }

  /** Begins with what removes it. */
  static String of(Audience audience) {
    List<String> parts = new ArrayList<>();
    parts.add(audience.member().replaceAll("\\s+", " "));
    if (!audience.enterAfter().isZero()) {
      parts.add("entered after " + TimeUtils.formatWithHighestUnit(audience.enterAfter()));
    }
    if (!audience.leaveAfter().isZero()) {
      parts.add("left after " + TimeUtils.formatWithHighestUnit(audience.leaveAfter()));
    }
    parts.add(Text.of("at most %,d shown", audience.most()));
    return AudienceRecords.key(audience.name()) + ": " + String.join(", ", parts);
  }

  private static String every(Every every) {
    if (every.equals(Every.EVENT)) {
      return "each time";
    }
    if (every.counted() == Counted.STREAK) {
      return every.count() + " days in a row";
    }
    String within = every.within() == Window.EVER ? "" : " a " + every.within().label();
    return every.count() + " " + every.counted().label() + within;
  }

  private static String reward(Reward reward) {
    List<String> parts = new ArrayList<>();
    if (reward.points() > 0) {
      parts.add(reward.points() + " points");
    }
    if (!reward.badge().isEmpty()) {
      parts.add("badge " + reward.badge());
    }
    if (!reward.coupon().isEmpty()) {
      parts.add("coupon " + reward.coupon());
    }
    if (!reward.message().isEmpty()) {
      parts.add("message " + reward.message());
    }
    return String.join(", ", parts);
  }
}
