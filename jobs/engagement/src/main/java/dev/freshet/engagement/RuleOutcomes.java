package dev.freshet.engagement;

import dev.freshet.runtime.failure.GivingUp;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.PackedState;
import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.runtime.time.OneTimer;
import dev.freshet.scoring.effect.FollowUp;
import dev.freshet.scoring.effect.FollowedUser;
import dev.freshet.scoring.effect.OutcomeChange;
import dev.freshet.scoring.engagement.Following;
import dev.freshet.scoring.event.EventTime;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Follows users whom rules with a holdout have met, and tells what becomes of them when a week and
 * four weeks are over. Each user has one timer.
 */
final class RuleOutcomes extends KeyedProcessFunction<String, FollowUp, OutcomeChange>
    implements WriteBackFunction<String>, GivingUp {

  private static final long serialVersionUID = 1L;

  /** What it goes by, told by those who know. */
  static final OutputTag<FollowUp> NEWS =
      new OutputTag<>("follow-up", TypeInformation.of(FollowUp.class));

  private final EngagementSettings settings;
  private transient WriteBackState<String, FollowedUser> users;
  private transient Following following;
  private transient Counter unfollowed;

  RuleOutcomes(EngagementSettings settings) {
    this.settings = settings;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> followedState(Duration ttl) {
    return PackedState.value("followed-user", ttl);
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    users =
        states.of(
            followedState(settings.stateTtl()),
            Codec.of(FollowedUser.LAYOUT, FollowedUser::serialize, FollowedUser::deserialize),
            settings.cache());
  }

  @Override
  public void open(OpenContext context) {
    following = new Following(settings.scoring());
    unfollowed = EngagementMetrics.UNFOLLOWED.count(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(FollowUp news, Context context, Collector<OutcomeChange> out)
      throws IOException {
    FollowedUser known = users.value();
    FollowedUser user = known == null ? new FollowedUser() : known;
    user.await(news);
    arm(user, context.timerService());
    users.update(user);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<OutcomeChange> out)
      throws IOException {
    FollowedUser user = users.value();
    // Another timer than the one that is waited for belongs to a user who was forgotten.
    if (user == null || user.dueMillis != timestamp) {
      return;
    }
    user.dueMillis = EventTime.NEVER;
    unfollowed.inc(following.pass(user, timestamp, out::collect));
    arm(user, context.timerService());
    if (user.isForgotten()) {
      // Whoever did something, but was refused as a budget was spent.
      users.clear();
    } else {
      users.update(user);
    }
  }

  @Override
  public void leaveOut(long timerMillis) throws IOException {
    FollowedUser user = users.value();
    if (user != null) {
      following.leaveOut(user, timerMillis);
      users.update(user);
    }
  }

  @Override
  public void forget() {
    users.clear();
  }

  private void arm(FollowedUser user, TimerService time) {
    user.dueMillis =
        OneTimer.moved(
            user.dueMillis,
            following.nextMillis(user),
            time::registerEventTimeTimer,
            time::deleteEventTimeTimer);
  }
}
