package dev.freshet.engagement;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.effect.FollowUp;
import dev.freshet.scoring.effect.FollowedUser;
import dev.freshet.scoring.effect.OutcomeChange;
import dev.freshet.scoring.effect.RuleEffect;
import dev.freshet.scoring.engagement.Following;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What comes of rules with a holdout, in this process and without Flink. */
final class EffectsInProcess {

  private final Following following;
  private final EffectDocument document;
  private final Map<String, FollowedUser> users = new HashMap<>();
  private final DueUsers due = new DueUsers();
  private final Map<String, RuleEffect> effects = new HashMap<>();

  /** Rules of which something became known that was not published. */
  private final SortedSet<String> changed = new TreeSet<>();

  EffectsInProcess(EngagementSettings settings) {
    following = new Following(settings.scoring());
    document = new EffectDocument(settings);
  }

  /** Enters what counts for a user. */
  void accept(FollowUp news) {
    FollowedUser user = users.computeIfAbsent(news.user(), any -> new FollowedUser());
    user.await(news);
    due.set(news.user(), following.nextMillis(user));
  }

  /** Tells what is known by a watermark, once everything was looked at that it has passed. */
  void pass(long watermarkMillis) {
    due.pass(watermarkMillis, this::pass);
  }

  private void pass(String id, long dueMillis) {
    FollowedUser user = Objects.requireNonNull(users.get(id));
    following.pass(user, dueMillis, this::enter);
    due.set(id, following.nextMillis(user));
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
