package dev.freshet.engagement;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.effect.FollowUp;
import dev.freshet.scoring.effect.FollowedUser;
import dev.freshet.scoring.effect.OutcomeChange;
import dev.freshet.scoring.effect.RuleEffect;
import dev.freshet.scoring.engagement.Calendar;
import dev.freshet.scoring.engagement.Incentives;
import dev.freshet.scoring.event.EventTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What comes of rules with a holdout, in this process and without Flink. */
final class EffectsInProcess {

  private final Incentives incentives;
  private final Calendar calendar;
  private final EffectDocument document;
  private final Map<String, FollowedUser> users = new HashMap<>();
  private final Map<String, RuleEffect> effects = new HashMap<>();

  /** Rules of which something became known that was not published. */
  private final SortedSet<String> changed = new TreeSet<>();

  /** When something is due of a user. One is void if the user has another due time by then. */
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::atMillis).thenComparing(Due::user));

  private record Due(long atMillis, String user) {}

  EffectsInProcess(EngagementSettings settings) {
    incentives = new Incentives(settings.scoring());
    calendar = new Calendar(settings.scoring().zone());
    document = new EffectDocument(settings);
  }

  /** Enters what counts for a user. */
  void accept(FollowUp news) {
    FollowedUser user = users.computeIfAbsent(news.user(), any -> new FollowedUser());
    user.await(news);
    arm(news.user(), user);
  }

  private void arm(String id, FollowedUser user) {
    long next =
        incentives.lookMillis(Math.min(user.waitingMillis(), calendar.beginning(user.nextDay())));
    if (next != user.dueMillis && next != Long.MAX_VALUE) {
      due.add(new Due(next, id));
    }
    user.dueMillis = next == Long.MAX_VALUE ? EventTime.NEVER : next;
  }

  /** Tells what is known by a watermark, once everything was looked at that it has passed. */
  void pass(long watermarkMillis) {
    for (Due next = due.peek();
        next != null && next.atMillis() <= watermarkMillis;
        next = due.peek()) {
      due.remove();
      FollowedUser user = users.get(next.user());
      if (user != null && user.dueMillis == next.atMillis()) {
        user.dueMillis = EventTime.NEVER;
        long reached = incentives.reachedMillis(next.atMillis());
        user.pass(reached, calendar.day(reached), calendar::beginning, this::enter);
        arm(next.user(), user);
      }
    }
  }

  private void enter(OutcomeChange change) {
    effects.computeIfAbsent(change.rule(), rule -> new RuleEffect()).enter(change);
    changed.add(change.rule());
  }

  /** Publishes what became known since the last time. */
  void publish(Consumer<RedisWrite> writes) {
    changed.forEach(
        rule -> writes.accept(document.of(rule, effects.getOrDefault(rule, new RuleEffect()))));
    changed.clear();
  }
}
