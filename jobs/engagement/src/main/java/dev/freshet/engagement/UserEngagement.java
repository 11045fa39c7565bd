package dev.freshet.engagement;

import dev.freshet.runtime.failure.RecordFailures;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.runtime.state.WriteBackStreamOperator;
import dev.freshet.runtime.time.CarriedTime;
import dev.freshet.scoring.effect.FollowUp;
import dev.freshet.scoring.engagement.ConditionException;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.Incentives;
import dev.freshet.scoring.engagement.Occasion;
import dev.freshet.scoring.engagement.Participant;
import dev.freshet.scoring.engagement.ProgressChange;
import dev.freshet.scoring.engagement.Told;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what users do until nothing earlier is waited for, then looks which rules they meet by it.
 *
 * <p>Each user has one timer. Event time, which {@link CarriedTime} carries on when nothing
 * happens, does not begin before the rules were read that there were at the start.
 *
 * <p>All tasks are told the same rules and items, of which one checkpoint is enough. What other
 * jobs tell of a user comes the same way, to the task of the user.
 */
final class UserEngagement extends WriteBackStreamOperator<String, AccountChange>
    implements TwoInputStreamOperator<Interaction, Notice, AccountChange>,
        Triggerable<String, VoidNamespace> {

  private static final long serialVersionUID = 1L;

  /** Rewards of rules with a budget, of which it is not known whether they are given. */
  static final OutputTag<Grant> BUDGETED =
      new OutputTag<>("budgeted", TypeInformation.of(Grant.class));

  private final EngagementSettings settings;
  private transient WriteBackState<String, Participant> participants;
  private transient ListState<byte[]> ruleParts;
  private transient ListState<byte[]> tagParts;
  private transient ListState<Boolean> rulesRead;
  private transient RuleTable rules;
  private transient ItemTags tags;
  private transient CarriedTime time;
  private transient Incentives incentives;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient Telling telling;
  private transient Counter tooLate;
  private transient Counter told;

  /** Whether the rules are known that there were at the start. */
  private transient boolean knowsRules;

  /** How far events have come, which does not count before that. */
  private transient @Nullable Watermark eventTime;

  UserEngagement(EngagementSettings settings) {
    this.settings = settings;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> participantState(Duration ttl) {
    ValueStateDescriptor<byte[]> descriptor =
        new ValueStateDescriptor<>(
            "participant", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
    return descriptor;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<byte[]> rulesState() {
    return new ListStateDescriptor<>(
        "rules", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<byte[]> tagsState() {
    return new ListStateDescriptor<>("tags", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<Boolean> rulesReadState() {
    return new ListStateDescriptor<>("rules-read", Types.BOOLEAN);
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    participants =
        states.of(
            participantState(settings.stateTtl()),
            Codec.of(Participant.LAYOUT, Participant::serialize, Participant::deserialize),
            settings.cache());
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    time =
        new CarriedTime(
            settings.quiet(),
            getProcessingTimeService(),
            context.getOperatorStateStore(),
            // Only here: what follows has alarms of its own.
            mark -> timeServiceManager.advanceWatermark(mark));
    rules = new RuleTable(settings);
    ruleParts = context.getOperatorStateStore().getUnionListState(rulesState());
    for (byte[] part : ruleParts.get()) {
      rules.enter(part);
    }
    rulesRead = context.getOperatorStateStore().getUnionListState(rulesReadState());
    for (boolean isRead : rulesRead.get()) {
      knowsRules |= isRead;
    }
    tags = new ItemTags();
    tagParts = context.getOperatorStateStore().getUnionListState(tagsState());
    for (byte[] part : tagParts.get()) {
      tags.enter(part);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    incentives = new Incentives(settings.scoring());
    timers = getInternalTimerService("looks", VoidNamespaceSerializer.INSTANCE, this);
    telling = new Telling();
    tooLate = EngagementMetrics.TOO_LATE.count(getMetricGroup());
    told = EngagementMetrics.TOLD.count(getMetricGroup());
    EngagementMetrics.RULES.show(getMetricGroup(), rules::inForce);
    EngagementMetrics.RULES_OFF.show(getMetricGroup(), rules::off);
    time.open();
  }

  @Override
  public void processElement1(StreamRecord<Interaction> record) throws Exception {
    try {
      accept(record.getValue());
    } catch (Exception e) {
      throw RecordFailures.remembered(getRuntimeContext(), record, e);
    }
  }

  private void accept(Interaction interaction) throws IOException {
    Participant known = participants.value();
    Participant user = known == null ? new Participant() : known;
    if (incentives.accept(user, Occasion.of(interaction), time.watermarkMillis())) {
      arm(user);
      participants.update(user);
    } else {
      tooLate.inc();
    }
  }

  private void accept(Told news) throws IOException {
    Participant known = participants.value();
    if (known == null && news.isForgotten()) {
      return;
    }
    Participant user = known == null ? new Participant() : known;
    told.inc();
    if (incentives.accept(user, news)) {
      arm(user);
    }
    participants.update(user);
  }

  @Override
  public void processElement2(StreamRecord<Notice> record) throws Exception {
    Notice notice = record.getValue();
    Told news = notice.told();
    if (news != null) {
      setCurrentKey(notice.user());
      accept(news);
    } else if (notice.isEndOfStart()) {
      knowsRules = true;
      if (eventTime != null) {
        processWatermark(eventTime);
      }
    } else if (notice.rule().isEmpty()) {
      tags.put(notice.item(), notice.tags());
    } else {
      rules.accept(notice.rule(), notice.record(), notice.offset());
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    Participant user = participants.value();
    // Another timer than the one that is waited for belongs to a user who was forgotten.
    if (user != null && user.dueMillis == timer.getTimestamp()) {
      user.dueMillis = EventTime.NEVER;
      incentives.look(timer.getKey(), user, timer.getTimestamp(), rules.book(), tags::of, telling);
      arm(user);
      participants.update(user);
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer of processing time is ever set");
  }

  private void arm(Participant user) {
    long next = incentives.nextMillis(user);
    long due = next == Long.MAX_VALUE ? EventTime.NEVER : next;
    if (due == user.dueMillis) {
      return;
    }
    if (user.dueMillis != EventTime.NEVER) {
      timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, user.dueMillis);
    }
    if (due != EventTime.NEVER) {
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, due);
    }
    user.dueMillis = due;
  }

  @Override
  public void processWatermark1(Watermark mark) throws Exception {
    eventTime = mark;
    if (knowsRules) {
      processWatermark(mark);
    }
  }

  /** What is told must neither make the time where events are idle, nor hold it back. */
  @Override
  public void processWatermark2(Watermark mark) {}

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (time.follows(mark)) {
      super.processWatermark(mark);
    } else {
      // The input has ended: nobody's streak is broken by that.
      output.emitWatermark(mark);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    boolean isFirst = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
    ruleParts.update(isFirst ? rules.parts() : List.of());
    tagParts.update(isFirst ? tags.parts() : List.of());
    rulesRead.update(List.of(knowsRules));
    time.snapshot();
    super.snapshotState(context);
  }

  /** Passes on what a look brought to light. */
  private final class Telling implements Incentives.Listener {

    private final EngagementMetrics.ByRule errors =
        new EngagementMetrics.ByRule(EngagementMetrics.RULE_ERRORS, getMetricGroup());

    @Override
    public void granted(Grant grant) {
      if (grant.budget() > 0) {
        output.collect(BUDGETED, new StreamRecord<>(grant));
      } else {
        output.collect(new StreamRecord<>(AccountChange.of(grant)));
      }
    }

    @Override
    public void progressed(ProgressChange change) {
      output.collect(new StreamRecord<>(AccountChange.of(change)));
    }

    @Override
    public void followed(FollowUp news) {
      output.collect(RuleOutcomes.NEWS, new StreamRecord<>(news));
    }

    @Override
    public void failed(String rule, ConditionException failure) {
      errors.count(rule);
      rules.failed(rule, failure, now());
    }
  }
}
