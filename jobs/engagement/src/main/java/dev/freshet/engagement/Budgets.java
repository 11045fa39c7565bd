package dev.freshet.engagement;

import dev.freshet.runtime.failure.GivingUp;
import dev.freshet.runtime.failure.RecordFailures;
import dev.freshet.runtime.time.WaitingParts;
import dev.freshet.scoring.engagement.Budget;
import dev.freshet.scoring.engagement.Calendar;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.Incentives;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Spends each rule's budget in the order in which rewards were earned: one task decides for all
 * users, once nothing earned earlier can come.
 */
final class Budgets extends KeyedProcessFunction<String, Grant, AccountChange> implements GivingUp {

  private static final long serialVersionUID = 1L;

  private final EngagementSettings settings;
  private transient ValueState<Long> given;
  private transient ListState<Grant> unsorted;
  private transient WaitingParts<Grant> waiting;
  private transient Incentives incentives;
  private transient Calendar calendar;
  private transient EngagementMetrics.ByRule refused;

  Budgets(EngagementSettings settings) {
    this.settings = settings;
  }

  /**
   * The state's name and type are part of every savepoint: change them only with a migration. It
   * has no time to live: a budget that was spent must never be given again, and there are no more
   * of them than rules.
   */
  static ValueStateDescriptor<Long> givenState() {
    return new ValueStateDescriptor<>("given", Types.LONG);
  }

  /** The same. Earlier builds kept here what waited for whatever timer. */
  static ListStateDescriptor<Grant> unsortedState() {
    return new ListStateDescriptor<>("waiting", TypeInformation.of(Grant.class));
  }

  /** The same. It holds what waits, by its timer, which takes it out. */
  static MapStateDescriptor<Long, List<Grant>> waitingState() {
    return new MapStateDescriptor<>(
        "waiting-by-time", Types.LONG, Types.LIST(TypeInformation.of(Grant.class)));
  }

  /** The same. It holds how much waits for each timer. */
  static MapStateDescriptor<Long, Integer> countsState() {
    return new MapStateDescriptor<>("waiting-counts", Types.LONG, Types.INT);
  }

  @Override
  public void open(OpenContext context) {
    given = getRuntimeContext().getState(givenState());
    unsorted = getRuntimeContext().getListState(unsortedState());
    waiting =
        new WaitingParts<>(
            getRuntimeContext().getMapState(waitingState()),
            getRuntimeContext().getMapState(countsState()));
    incentives = new Incentives(settings.scoring());
    calendar = new Calendar(settings.scoring().zone());
    refused =
        new EngagementMetrics.ByRule(
            EngagementMetrics.REFUSED, getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(Grant grant, Context context, Collector<AccountChange> out)
      throws Exception {
    try {
      if (Budget.isSpent(givenBefore(), grant)) {
        refused.count(grant.rule());
        return;
      }
      await(grant, context);
    } catch (Exception e) {
      throw RecordFailures.remembered(getRuntimeContext(), context.timestamp(), e);
    }
  }

  private void await(Grant grant, Context context) throws Exception {
    // Users are looked at by the same watermark, but before it has come here.
    long timer = incentives.lookMillis(grant.atMillis());
    waiting.add(timer, grant);
    context.timerService().registerEventTimeTimer(timer);
  }

  private long givenBefore() throws IOException {
    Long before = given.value();
    return before == null ? 0L : before;
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<AccountChange> out)
      throws Exception {
    sort(context);
    List<Grant> due = waiting.take(timestamp);
    if (!due.isEmpty()) {
      given.update(Budget.release(givenBefore(), due, new Deciding(out, context)));
    }
  }

  @Override
  public void leaveOut(long timerMillis) throws Exception {
    waiting.take(timerMillis);
  }

  /** What was given of the budget stays known, or it would be given again. */
  @Override
  public void forget() {
    unsorted.clear();
  }

  /** Takes over what an earlier build kept; its timers may be those of another lateness. */
  private void sort(Context context) throws Exception {
    boolean hasSome = false;
    for (Grant grant : unsorted.get()) {
      await(grant, context);
      hasSome = true;
    }
    if (hasSome) {
      unsorted.clear();
    }
  }

  private final class Deciding implements Budget.Listener {

    private final Collector<AccountChange> out;
    private final OnTimerContext context;

    private Deciding(Collector<AccountChange> out, OnTimerContext context) {
      this.out = out;
      this.context = context;
    }

    @Override
    public void given(Grant grant) {
      out.collect(AccountChange.of(grant));
      if (grant.isMeasured()) {
        context.output(RuleOutcomes.NEWS, grant.met(calendar));
      }
    }

    @Override
    public void refused(Grant grant) {
      refused.count(grant.rule());
    }
  }
}
