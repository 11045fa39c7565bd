package dev.freshet.scoring.engagement;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a user was given, and how far the user has come: what readers see. Sums and sets, so that
 * the order in which rewards come makes no difference.
 */
public final class Account {

  public static final Layout LAYOUT = Layout.of("account", 1);

  /** A user holds so many coupons, those that are valid longest: a rule may give some daily. */
  private static final int MOST_COUPONS = 100;

  private static final Comparator<Coupon> BY_END =
      Comparator.comparingLong(Coupon::untilMillis).thenComparing(Coupon::code);

  private long points;
  private long rewards;
  private long asOfMillis = Long.MIN_VALUE;

  /** Nothing ends before; it need not be known after what was kept is read. */
  private long nextEndMillis = Long.MIN_VALUE;

  private final SortedSet<String> badges = new TreeSet<>();
  private final List<Coupon> coupons = new ArrayList<>();
  private final SortedMap<String, ProgressChange> progress = new TreeMap<>();
  private final SortedMap<String, Standings> activities = new TreeMap<>();

  /** What was earned in an activity, and when that is over. */
  private record Standings(long score, long endMillis) {}

  /**
   * Enters what was given.
   *
   * @param code the code of its coupon; empty without one
   */
  public void earn(Grant grant, String code) {
    Reward reward = grant.reward();
    rewards++;
    points += reward.points();
    if (!reward.badge().isEmpty()) {
      badges.add(reward.badge());
    }
    if (!reward.coupon().isEmpty()) {
      hold(new Coupon(code, grant.rule(), reward.coupon(), grant.couponEndMillis()));
      endsBy(grant.couponEndMillis());
    }
    if (!grant.activity().isEmpty()) {
      // Who is given no points is counted all the same.
      long score = Math.max(1, reward.points());
      endsBy(grant.activityEndMillis());
      activities.merge(
          grant.activity(),
          new Standings(score, grant.activityEndMillis()),
          (known, more) ->
              new Standings(
                  known.score() + more.score(), Math.max(known.endMillis(), more.endMillis())));
    }
    pass(grant.atMillis());
  }

  private void hold(Coupon coupon) {
    coupons.add(coupon);
    if (coupons.size() > MOST_COUPONS) {
      coupons.sort(BY_END);
      coupons.subList(0, coupons.size() - MOST_COUPONS).clear();
    }
  }

  /** Enters how far the user has come. */
  public void progress(ProgressChange change) {
    if (change.done() == 0) {
      progress.remove(change.rule());
    } else {
      progress.put(change.rule(), change);
      endsBy(change.untilMillis());
    }
    pass(change.atMillis());
  }

  private void pass(long atMillis) {
    asOfMillis = Math.max(asOfMillis, atMillis);
    if (asOfMillis >= nextEndMillis) {
      end();
    }
  }

  private void end() {
    coupons.removeIf(coupon -> coupon.untilMillis() <= asOfMillis);
    progress.values().removeIf(change -> change.untilMillis() <= asOfMillis);
    activities.values().removeIf(standings -> standings.endMillis() <= asOfMillis);
    nextEndMillis = Long.MAX_VALUE;
    coupons.forEach(coupon -> endsBy(coupon.untilMillis()));
    progress.values().forEach(change -> endsBy(change.untilMillis()));
    activities.values().forEach(standings -> endsBy(standings.endMillis()));
  }

  private void endsBy(long endMillis) {
    nextEndMillis = Math.min(nextEndMillis, endMillis);
  }

  public long points() {
    return points;
  }

  /** How many rewards there were. */
  public long rewards() {
    return rewards;
  }

  /** Event time of what was entered last, epoch milliseconds. */
  public long asOfMillis() {
    return asOfMillis;
  }

  public SortedSet<String> badges() {
    return Collections.unmodifiableSortedSet(badges);
  }

  /**
   * Those that are still valid, at most {@value #MOST_COUPONS}, those that are valid longest, in
   * the order of their ends.
   */
  public List<Coupon> coupons() {
    return coupons.stream().sorted(BY_END).toList();
  }

  /** How far the user has come with each rule, by the rule's id. */
  public SortedMap<String, ProgressChange> progress() {
    return Collections.unmodifiableSortedMap(progress);
  }

  /** What was earned in an activity that is not over: points, or 1 for what gives none. */
  public long earnedIn(String activity) {
    Standings standings = activities.get(activity);
    return standings == null ? 0 : standings.score();
  }

  /** The activities that are not over and in which something was earned. */
  public SortedSet<String> activities() {
    return new TreeSet<>(activities.keySet());
  }

  /** All of it as bytes. */
  public byte[] serialize() {
    StateWriter out = new StateWriter(LAYOUT);
    out.number(points);
    out.number(rewards);
    out.number(asOfMillis);
    out.number(badges.size());
    for (String badge : badges) {
      out.text(badge);
    }
    out.number(coupons.size());
    for (Coupon coupon : coupons) {
      out.text(coupon.code());
      out.text(coupon.rule());
      out.text(coupon.benefit());
      out.number(coupon.untilMillis());
    }
    out.number(progress.size());
    for (ProgressChange change : progress.values()) {
      out.text(change.user());
      out.text(change.rule());
      out.number(change.done());
      out.number(change.of());
      out.text(change.within());
      out.number(change.untilMillis());
      out.number(change.atMillis());
    }
    out.number(activities.size());
    for (Map.Entry<String, Standings> activity : activities.entrySet()) {
      out.text(activity.getKey());
      out.number(activity.getValue().score());
      out.number(activity.getValue().endMillis());
    }
    return out.bytes();
  }

  /** What {@link #serialize} wrote. */
  public static Account deserialize(byte[] bytes) {
    StateReader in = new StateReader(LAYOUT, bytes);
    Account account = new Account();
    account.points = in.number();
    account.rewards = in.number();
    account.asOfMillis = in.number();
    for (int badges = in.count(); badges > 0; badges--) {
      account.badges.add(in.text());
    }
    for (int coupons = in.count(); coupons > 0; coupons--) {
      account.coupons.add(new Coupon(in.text(), in.text(), in.text(), in.number()));
    }
    for (int rules = in.count(); rules > 0; rules--) {
      ProgressChange change =
          new ProgressChange(
              in.text(), in.text(), in.count(), in.count(), in.text(), in.number(), in.number());
      account.progress.put(change.rule(), change);
    }
    for (int activities = in.count(); activities > 0; activities--) {
      account.activities.put(in.text(), new Standings(in.number(), in.number()));
    }
    return account;
  }
}
