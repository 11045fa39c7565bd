package dev.freshet.engagement;

import dev.freshet.runtime.failure.RecordFailures;
import dev.freshet.scoring.engagement.Budget;
import dev.freshet.scoring.engagement.Calendar;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.Incentives;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
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
final class Budgets extends KeyedProcessFunction<String, Grant, AccountChange> {

  private static final long serialVersionUID = 1L;

  private final EngagementSettings settings;
  private transient ValueState<Long> given;
  private transient ListState<Grant> waiting;
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

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<Grant> waitingState() {
    return new ListStateDescriptor<>("waiting", TypeInformation.of(Grant.class));
  }

  @Override
  public void open(OpenContext context) {
    given = getRuntimeContext().getState(givenState());
    waiting = getRuntimeContext().getListState(waitingState());
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
      waiting.add(grant);
    } catch (Exception e) {
      throw RecordFailures.remembered(getRuntimeContext(), context.timestamp(), e);
    }
    // Users are looked at by the same watermark, but before it has come here.
    context.timerService().registerEventTimeTimer(incentives.lookMillis(grant.atMillis()));
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<AccountChange> out)
      throws Exception {
    Long before = given.value();
    List<Grant> undecided = new ArrayList<>();
    List<Grant> all = new ArrayList<>();
    waiting.get().forEach(all::add);
    given.update(
        Budget.release(
            before == null ? 0L : before,
            all,
            incentives.reachedMillis(timestamp),
            new Deciding(out, context),
            undecided::add));
    waiting.update(undecided);
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
