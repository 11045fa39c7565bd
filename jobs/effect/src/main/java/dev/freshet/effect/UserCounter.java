package dev.freshet.effect;

import dev.freshet.runtime.failure.GivingUp;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.PackedState;
import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.scoring.experiment.UserNews;
import dev.freshet.scoring.experiment.UserViews;
import dev.freshet.scoring.experiment.ViewChange;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Finds which lists what users do is due to, and tells how their totals change. Each user has two
 * timers: by one everything before it was heard of, by the other it is known whether the user
 * returned.
 */
final class UserCounter extends KeyedProcessFunction<String, UserNews, ViewChange>
    implements WriteBackFunction<String>, GivingUp {

  private static final long serialVersionUID = 1L;

  private final EffectSettings settings;
  private transient WriteBackState<String, UserViews> users;
  private transient Counter missed;
  private transient Counter uncounted;
  private transient Counter programs;

  UserCounter(EffectSettings settings) {
    this.settings = settings;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> viewsState(Duration ttl) {
    return PackedState.value("user-views", ttl);
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    users =
        states.of(
            viewsState(settings.scoring().ttl()),
            Codec.of(UserViews.LAYOUT, UserViews::serialize, UserViews::deserialize),
            settings.cache());
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    missed = EffectMetrics.MISSED.count(metrics);
    uncounted = EffectMetrics.UNCOUNTED.count(metrics);
    programs = EffectMetrics.PROGRAMS.count(metrics);
  }

  @Override
  public void processElement(UserNews news, Context context, Collector<ViewChange> out)
      throws IOException {
    UserViews known = users.value();
    UserViews user = known == null ? new UserViews() : known;
    if (user.await(news, context.timerService().currentWatermark(), settings.scoring())) {
      arm(context.getCurrentKey(), user, context.timerService());
      users.update(user);
    } else {
      missed.inc();
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<ViewChange> out)
      throws IOException {
    UserViews user = users.value();
    if (user == null || !user.takeDue(timestamp)) {
      return;
    }
    uncounted.inc(
        user.pass(
            timestamp,
            settings.scoring(),
            change -> {
              programs.inc(change.programs());
              out.collect(change);
            }));
    arm(context.getCurrentKey(), user, context.timerService());
    if (user.isForgotten()) {
      users.clear();
    } else {
      users.update(user);
    }
  }

  @Override
  public void leaveOut(long timerMillis) throws IOException {
    UserViews user = users.value();
    if (user != null) {
      user.leaveOut(timerMillis, settings.scoring());
      users.update(user);
    }
  }

  @Override
  public void forget() {
    users.clear();
  }

  private void arm(String id, UserViews user, TimerService time) {
    UserTimers.arm(
        id, user, settings.scoring(), time::registerEventTimeTimer, time::deleteEventTimeTimer);
  }
}
