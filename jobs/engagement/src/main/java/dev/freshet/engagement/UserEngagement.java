package dev.freshet.engagement;

import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.PackedState;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.runtime.time.AwaitedStartOperator;
import dev.freshet.runtime.time.OneTimer;
import dev.freshet.scoring.audience.Attendee;
import dev.freshet.scoring.audience.Attending;
import dev.freshet.scoring.audience.Passage;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.Incentives;
import dev.freshet.scoring.engagement.Occasion;
import dev.freshet.scoring.engagement.Told;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what users do until nothing earlier is waited for, then looks which rules they meet by it,
 * and which audiences they are in by then.
 *
 * <p>Each user has one timer. Event time does not begin before the rules were read that there were
 * at the start, and comes no further than to where everything is known of experts.
 *
 * <p>All tasks are told the same rules, audiences and items. What other jobs tell of a user comes
 * the same way, to the task of the user. Where other audiences are in force all users are visited.
 */
final class UserEngagement
    extends AwaitedStartOperator<String, Interaction, Notice, AccountChange> {

  private static final long serialVersionUID = 1L;

  /** Rewards of rules with a budget, of which it is not known whether they are given. */
  static final OutputTag<Grant> BUDGETED =
      new OutputTag<>("budgeted", TypeInformation.of(Grant.class));

  /** Who enters and leaves audiences. */
  static final OutputTag<Passage> PASSAGES =
      new OutputTag<>("passages", TypeInformation.of(Passage.class));

  /** The same for readers of Redis. */
  static final OutputTag<RedisWrite> AUDIENCES =
      new OutputTag<>("audiences", TypeInformation.of(RedisWrite.class));

  private final EngagementSettings settings;
  private final @Nullable RedisSettings redis;
  private transient WriteBackState<String, Attendee> attendees;
  private transient KnownToAll known;
  private transient Incentives incentives;
  private transient Attending attending;
  private transient Findings findings;

  /** How far events have brought time, and how far everything is known of experts. */
  private transient long eventsMillis;

  private transient long expertsMillis;
  private transient Counter tooLate;
  private transient Counter told;

  /**
   * @param redis what may lose who is in audiences, or null
   */
  UserEngagement(EngagementSettings settings, @Nullable RedisSettings redis) {
    super(settings.quiet(), true);
    this.settings = settings;
    this.redis = redis;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> attendeeState(Duration ttl) {
    return PackedState.value("attendee", ttl);
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    attendees =
        states.of(
            attendeeState(settings.stateTtl()),
            Codec.of(Attendee.LAYOUT, Attendee::serialize, Attendee::deserialize),
            settings.cache());
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    eventsMillis = EventTime.NEVER;
    expertsMillis = EventTime.NEVER;
    known = new KnownToAll(settings, context.getOperatorStateStore());
  }

  @Override
  public void open() throws Exception {
    super.open();
    incentives = new Incentives(settings.scoring());
    attending = new Attending(settings.scoring());
    findings =
        new Findings(output, getMetricGroup(), known, new RedisDocuments(settings), this::now);
    tooLate = EngagementMetrics.TOO_LATE.count(getMetricGroup());
    told = EngagementMetrics.TOLD.count(getMetricGroup());
    known.show(getMetricGroup());
  }

  @Override
  protected void accept(Interaction interaction) throws IOException {
    Attendee before = attendees.value();
    Attendee user = before == null ? new Attendee() : before;
    if (incentives.accept(user.participant(), Occasion.of(interaction), time().watermarkMillis())) {
      arm(user);
      attendees.update(user);
    } else {
      tooLate.inc();
    }
  }

  private void accept(Told news) throws IOException {
    Attendee before = attendees.value();
    if (before == null && news.isForgotten()) {
      return;
    }
    Attendee user = before == null ? new Attendee() : before;
    told.inc(news.standing().expertIn().isEmpty() ? 1L : 0L);
    incentives.accept(user.participant(), news);
    if (news.isForgotten()) {
      user.attendance().askAgain(presentMillis());
    }
    arm(user);
    attendees.update(user);
  }

  private long presentMillis() {
    return attending.presentMillis(time().latestMillis());
  }

  @Override
  public void processElement2(StreamRecord<Notice> record) throws Exception {
    Notice notice = record.getValue();
    Told news = notice.told();
    if (news != null) {
      setCurrentKey(notice.user());
      accept(news);
    } else if (notice.isEndOfStart()) {
      begin();
    } else if (known.accept(notice) && isBegun()) {
      visits().begin(presentMillis());
    }
  }

  /** Other audiences are in force than when the user was looked at last. */
  @Override
  protected void visit(String id, long sinceMillis) throws IOException {
    Attendee user = attendees.value();
    if (user != null) {
      attending.change(id, user, sinceMillis, known.inForce().audiences(), findings);
      arm(user);
      attendees.update(user);
    }
  }

  @Override
  protected void come(String id, long timerMillis) throws IOException {
    Attendee user = attendees.value();
    // Another timer than the one that is waited for belongs to a user who was forgotten.
    if (user != null && user.participant().dueMillis == timerMillis) {
      user.participant().dueMillis = EventTime.NEVER;
      attending.look(id, user, timerMillis, known.inForce(), findings);
      findings.end(id);
      arm(user);
      attendees.update(user);
    }
  }

  @Override
  public void leaveOut(long timerMillis) throws IOException {
    Attendee user = attendees.value();
    if (user != null) {
      attending.leaveOut(user, timerMillis);
      attendees.update(user);
    }
  }

  /** Readers may see the user in audiences of which nothing is known any more. */
  @Override
  public void forget() {
    attendees.clear();
    findings.drop();
    findings.hide(known.inForce().audiences().names(), (String) getCurrentKey());
  }

  /** Of what is told, only experts have a time. */
  @Override
  public void processWatermark2(Watermark mark) throws Exception {
    expertsMillis = mark.getTimestamp();
    advance();
  }

  @Override
  protected void advance(Watermark mark) throws Exception {
    eventsMillis = mark.getTimestamp();
    advance();
  }

  @Override
  protected void end() throws Exception {
    eventsMillis = Long.MAX_VALUE;
    advance();
  }

  private void advance() throws Exception {
    Watermark mark = new Watermark(Math.min(eventsMillis, expertsMillis));
    if (mark.equals(Watermark.MAX_WATERMARK)) {
      super.end();
    } else if (mark.getTimestamp() != EventTime.NEVER) {
      super.advance(mark);
    }
  }

  private void arm(Attendee user) {
    user.participant().dueMillis =
        OneTimer.moved(
            user.participant().dueMillis,
            attending.nextMillis(user),
            due -> timers().registerEventTimeTimer(VoidNamespace.INSTANCE, due),
            due -> timers().deleteEventTimeTimer(VoidNamespace.INSTANCE, due));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    known.snapshot(isFirstTask());
    super.snapshotState(context);
  }

  /** Of all tasks one does what need not be done twice. */
  private boolean isFirstTask() {
    return getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
  }

  @Override
  public @Nullable RedisSettings redis() {
    return redis;
  }

  @Override
  public ValueStateDescriptor<?> publishedState() {
    return attendeeState(settings.stateTtl());
  }

  /** What Redis was set back to may have members of audiences that have ended since. */
  @Override
  public void republishAll() {
    if (isFirstTask()) {
      findings.showEnded(known.rules().endedAudiences());
    }
  }

  @Override
  public void republish(String user, Collector<AccountChange> out) throws IOException {
    Attendee attendee = attendees.peek();
    if (attendee != null) {
      SortedMap<String, Long> memberships = attendee.attendance().audiences();
      memberships.forEach((name, since) -> findings.show(name, user, since));
      Set<String> others = new TreeSet<>(known.inForce().audiences().names());
      others.removeAll(memberships.keySet());
      findings.hide(others, user);
    }
  }
}
