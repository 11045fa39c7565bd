package dev.freshet.scoring.engagement;

import dev.freshet.scoring.effect.FollowUp;
import dev.freshet.scoring.effect.FollowedUser;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One look at one user: what was done meets rules, and progress ends with the calendar. */
final class Look {

  /** Of so many rules that ended is known what they gave a user. */
  private static final int MOST_ENDED = 50;

  private final IncentiveSettings settings;
  private final Calendar calendar;
  private final String id;
  private final Participant user;
  private final RuleBook rules;
  private final Incentives.Listener listener;

  Look(
      IncentiveSettings settings,
      String id,
      Participant user,
      RuleBook rules,
      Incentives.Listener listener) {
    this.settings = settings;
    calendar = new Calendar(settings.zone());
    this.id = id;
    this.user = user;
    this.rules = rules;
    this.listener = listener;
  }

  /** Looks at what occurred, after everything that occurred before. */
  void at(Occasion occasion, List<String> tags) {
    long atMillis = occasion.atMillis();
    int day = calendar.day(atMillis);
    long lastSeenMillis = user.isKnown() ? user.lastMillis() : atMillis;
    Told told = occasion.told();
    if (told != null) {
      user.stand(told);
    } else {
      boolean isNewDay = user.act(atMillis, day);
      if (isNewDay) {
        forget(day, atMillis);
      }
      follow(occasion, day, isNewDay);
    }
    Moment moment =
        new Moment(occasion, tags, user, settings.levels(), calendar, day, lastSeenMillis);
    for (UsableRule usable : rules.of(occasion.kind())) {
      if (usable.rule().isOn(atMillis) && isMet(usable, moment)) {
        meet(usable.rule(), occasion, day);
      }
    }
  }

  /** Tells what the user does after a rule has met the user whose effect is measured. */
  private void follow(Occasion occasion, int day, boolean isNewDay) {
    boolean counts = isNewDay || occasion.isPurchase() || occasion.seconds() > 0;
    if (counts && occasion.atMillis() < user.followedUntilMillis) {
      listener.followed(
          FollowUp.acted(id, occasion.atMillis(), day, occasion.seconds(), occasion.isPurchase()));
    }
  }

  private boolean isMet(UsableRule usable, Moment moment) {
    try {
      return usable.when().holds(moment) && usable.audience().holds(moment);
    } catch (ConditionException e) {
      listener.failed(usable.rule().id(), e);
      return false;
    }
  }

  private void meet(Rule rule, Occasion occasion, int day) {
    Every every = rule.every();
    Progress known = user.progress.get(rule.id());
    Progress progress = progress(known, every);
    boolean isNew = progress != known;
    int doneBefore = progress.done(every);
    int endBefore = progress.endDay(every);
    boolean isHeldOut = isHeldOut(rule);
    String occurrence = progress.enter(every, occasion, day);
    if (occurrence != null && progress.give(rule.limit(), day)) {
      give(grant(rule, occurrence, occasion.atMillis(), isHeldOut));
    }
    // Of those who count days or items most events change nothing.
    if (isNew || progress.done(every) != doneBefore || progress.endDay(every) != endBefore) {
      keep(rule, progress);
      tell(rule, progress, occasion.atMillis(), isHeldOut);
    }
  }

  private static Progress progress(@Nullable Progress known, Every every) {
    if (known == null) {
      return new Progress(every);
    }
    return known.isOf(every) ? known : known.anew(every);
  }

  private boolean isHeldOut(Rule rule) {
    return Hashes.isHeldOut(rule.id(), id, rule.holdout());
  }

  private void keep(Rule rule, Progress progress) {
    if (rule.every().equals(Every.EVENT) && rule.limit().isNone()) {
      return;
    }
    user.progress.put(rule.id(), progress);
    user.expiryMillis = Math.min(user.expiryMillis, endMillis(rule, progress));
  }

  private long endMillis(Rule rule, Progress progress) {
    return calendar.beginning(progress.endDay(rule.every()));
  }

  private void give(Grant grant) {
    // Whether there is budget left is not known here: conditions do not see what it gives.
    if (!grant.isHeldOut() && grant.budget() == 0) {
      user.earn(grant.reward());
    }
    listener.granted(grant);
    if (grant.isMeasured()) {
      int end = calendar.day(grant.atMillis()) + FollowedUser.DAYS + 1;
      user.followedUntilMillis = Math.max(user.followedUntilMillis, calendar.beginning(end));
      if (grant.budget() == 0) {
        listener.followed(grant.met(calendar));
      }
    }
  }

  private Grant grant(Rule rule, String occurrence, long atMillis, boolean isHeldOut) {
    return new Grant(
        Hashes.rewardId(rule.id(), id, occurrence),
        rule.id(),
        id,
        occurrence,
        atMillis,
        rule.reward(),
        rule.activity(),
        rule.untilMillis(),
        rule.budget(),
        rule.holdout(),
        isHeldOut);
  }

  /** Who is held out is not told of what will not come. */
  private void tell(Rule rule, Progress progress, long atMillis, boolean isHeldOut) {
    if (rule.every().count() > 1 && !isHeldOut) {
      boolean isStreak = rule.every().counted() == Counted.STREAK;
      listener.progressed(
          new ProgressChange(
              id,
              rule.id(),
              progress.done(rule.every()),
              rule.every().count(),
              isStreak ? Counted.STREAK.label() : rule.every().within().label(),
              endMillis(rule, progress),
              atMillis));
    }
  }

  /** Ends what is void at a moment. */
  void expire(long untilMillis) {
    while (user.expiryMillis <= untilMillis) {
      long atMillis = user.expiryMillis;
      user.expiryMillis = Long.MAX_VALUE;
      user.progress.forEach((ruleId, progress) -> expire(ruleId, progress, atMillis));
      forget(calendar.day(atMillis), atMillis);
    }
  }

  private void expire(String ruleId, Progress progress, long atMillis) {
    Rule rule = rules.find(ruleId);
    if (rule == null || !progress.isOf(rule.every())) {
      return;
    }
    if (endMillis(rule, progress) <= atMillis) {
      progress.end();
      tell(rule, progress, atMillis, isHeldOut(rule));
    }
    user.expiryMillis = Math.min(user.expiryMillis, endMillis(rule, progress));
  }

  /** Forgets what no longer matters; with each new day, so that users do not pile it up. */
  private void forget(int day, long atMillis) {
    user.progress.forEach(
        (ruleId, progress) -> {
          if (hasEnded(ruleId, atMillis) && !progress.isOfEndedRule()) {
            progress.endRule(day);
            listener.progressed(ended(ruleId, atMillis));
          }
        });
    user.progress
        .entrySet()
        .removeIf(each -> isSpent(each.getValue(), rules.find(each.getKey()), day));
    forgetFirstEnded();
  }

  private boolean hasEnded(String ruleId, long atMillis) {
    Rule rule = rules.find(ruleId);
    return rule == null || atMillis >= rule.untilMillis();
  }

  private static boolean isSpent(Progress progress, @Nullable Rule rule, int day) {
    // One that holds again has not been met since it ended.
    if (rule == null || progress.isOfEndedRule()) {
      return progress.isSpent(day);
    }
    return progress.isSpent(rule.limit(), day);
  }

  /** Of rules that ended, what they gave for ever is kept: one may be applied again. */
  private void forgetFirstEnded() {
    List<Map.Entry<String, Progress>> ended =
        user.progress.entrySet().stream().filter(each -> each.getValue().isOfEndedRule()).toList();
    ended.stream()
        .sorted(Comparator.comparingInt(each -> each.getValue().lastDay()))
        .limit(Math.max(0, ended.size() - MOST_ENDED))
        .forEach(each -> user.progress.remove(each.getKey()));
  }

  private ProgressChange ended(String ruleId, long atMillis) {
    return new ProgressChange(id, ruleId, 0, 1, Window.EVER.label(), Long.MAX_VALUE, atMillis);
  }
}
