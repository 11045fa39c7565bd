package dev.freshet.runtime.userstate;

import dev.freshet.runtime.failure.GivingUp;
import dev.freshet.runtime.failure.RecordFailures;
import dev.freshet.runtime.record.UserState;
import dev.freshet.runtime.state.CacheLimits;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.PackedState;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.runtime.state.WriteBackStreamOperator;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Lets through what says something new of a user: the first change at once, later ones at most once
 * an interval, the last of them. Says that a user is forgotten when the job says so, or has not
 * told of the user for as long as it remembers users.
 *
 * <p>Where the input ends, what waits is let through at once.
 */
final class UserStatePacer extends WriteBackStreamOperator<String, UserState>
    implements OneInputStreamOperator<UserState, UserState>,
        Triggerable<String, VoidNamespace>,
        BoundedOneInput,
        GivingUp {

  private static final long serialVersionUID = 1L;

  private final long intervalMillis;
  private final long lifeMillis;
  private final CacheLimits cache;
  private transient WriteBackState<String, PacedUser> users;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient UserStateMetrics outcomes;

  /**
   * @param interval shortest time between two records of a user, or zero
   * @param life how long the job remembers users, or zero if it tells whom it forgets
   */
  UserStatePacer(Duration interval, Duration life, CacheLimits cache) {
    intervalMillis = interval.toMillis();
    lifeMillis = life.toMillis();
    this.cache = cache;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> pacedUserState() {
    return PackedState.value("paced-user");
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    // Without a time to live: a user is forgotten here when the topic was told so.
    users =
        states.of(
            pacedUserState(),
            Codec.of(PacedUser.LAYOUT, PacedUser::serialize, PacedUser::deserialize),
            cache);
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService("user-states", VoidNamespaceSerializer.INSTANCE, this);
    outcomes = new UserStateMetrics(getMetricGroup());
  }

  @Override
  public void processElement(StreamRecord<UserState> record) throws Exception {
    try {
      accept(record.getValue());
    } catch (Exception e) {
      throw RecordFailures.remembered(getRuntimeContext(), record, e);
    }
  }

  private void accept(UserState state) throws IOException {
    PacedUser known = users.value();
    if (known == null && state.isForgotten()) {
      return;
    }
    PacedUser paced = known == null ? new PacedUser() : known;
    boolean waited = paced.waits();
    paced.tell(state, now());
    if (waited) {
      outcomes.replaced.inc();
    }
    if (!paced.waits()) {
      outcomes.unchanged.inc();
    }
    goOn(state.user(), paced, now() >= paced.dueMillis(intervalMillis, lifeMillis));
  }

  /** Writes what waits if it is due, and sets the timer for what is to be done next. */
  private void goOn(String user, PacedUser paced, boolean isDue) throws IOException {
    UserState state = isDue ? paced.take(user, now()) : null;
    if (state != null && state.isForgotten()) {
      forget(state, paced);
      return;
    }
    if (state != null) {
      output.collect(new StreamRecord<>(state));
      outcomes.written.inc();
    }
    arm(paced);
    users.update(paced);
  }

  private void forget(UserState forgotten, PacedUser paced) {
    output.collect(new StreamRecord<>(forgotten));
    outcomes.forgotten.inc();
    disarm(paced);
    users.clear();
  }

  /** A timer that is too early stays: it finds nothing to do, and there is one a user at most. */
  private void arm(PacedUser paced) {
    long dueMillis = paced.dueMillis(intervalMillis, lifeMillis);
    if (dueMillis < paced.alarmMillis) {
      disarm(paced);
      paced.alarmMillis = dueMillis;
      timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, dueMillis);
    }
  }

  private void disarm(PacedUser paced) {
    if (paced.alarmMillis != PacedUser.NEVER) {
      timers.deleteProcessingTimeTimer(VoidNamespace.INSTANCE, paced.alarmMillis);
      paced.alarmMillis = PacedUser.NEVER;
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    failures().ofProcessingTime(timer, () -> come(timer.getKey(), timer.getTimestamp()));
  }

  private void come(String user, long timerMillis) throws IOException {
    PacedUser paced = users.value();
    if (paced == null || timerMillis != paced.alarmMillis) {
      return;
    }
    paced.alarmMillis = PacedUser.NEVER;
    if (!paced.waits() && paced.isForgotten(now(), lifeMillis)) {
      forget(UserState.forgotten(user), paced);
    } else {
      goOn(user, paced, now() >= paced.dueMillis(intervalMillis, lifeMillis));
    }
  }

  /** The topic keeps what it was told last of the user, until there is something new. */
  @Override
  public void forget() {
    users.clear();
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer of event time is set");
  }

  @Override
  public void endInput() throws Exception {
    Set<String> waiting = new LinkedHashSet<>();
    timers.forEachProcessingTimeTimer(
        (namespace, atMillis) -> waiting.add((String) getCurrentKey()));
    for (String user : waiting) {
      setCurrentKey(user);
      PacedUser paced = users.value();
      if (paced != null) {
        goOn(user, paced, true);
      }
    }
  }
}
