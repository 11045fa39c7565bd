package dev.freshet.engagement.community;

import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.runtime.time.AwaitedStartOperator;
import dev.freshet.scoring.community.CommunitySettings;
import dev.freshet.scoring.community.PartnerBoard;
import dev.freshet.scoring.event.EventTime;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Keeps whom each user could learn with, and publishes it. All tasks are told who wants no
 * partners; when somebody else does not, all users are visited, or somebody would go on being named
 * to others.
 *
 * <p>Event time does not begin before it is known who did not at the start.
 */
final class UserPartners extends AwaitedStartOperator<String, CompanyNews, Preference, RedisWrite> {

  private static final long serialVersionUID = 1L;
  private static final String STATE = "partners";

  private final CommunityJobSettings settings;
  private final @Nullable RedisSettings redis;
  private final CommunityDocuments documents;
  private transient WriteBackState<String, PartnerBoard> boards;
  private transient InEventOrder<CompanyNews> order;
  private transient KnownPreferences preferences;

  /**
   * @param redis what may lose what is published, or null
   * @param isTold whether anybody tells what users want; if not, nothing is waited for
   */
  UserPartners(CommunityJobSettings settings, @Nullable RedisSettings redis, boolean isTold) {
    super(null, isTold);
    this.settings = settings;
    this.redis = redis;
    documents = new CommunityDocuments(settings);
  }

  private CommunitySettings scoring() {
    return settings.scoring();
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    boards =
        states.of(
            OrderedStep.keptState(STATE, settings.stateTtl()),
            Codec.of(PartnerBoard.LAYOUT, PartnerBoard::serialize, PartnerBoard::deserialize),
            settings.cache());
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    preferences = new KnownPreferences(context.getOperatorStateStore());
  }

  @Override
  public void open() throws Exception {
    super.open();
    order = new InEventOrder<>(getRuntimeContext(), CompanyNews.class, settings.lateness());
    CommunityMetrics.UNWILLING.show(getMetricGroup(), preferences::unwilling);
  }

  @Override
  protected void accept(CompanyNews news) throws Exception {
    setTimer(order.add(news));
  }

  private void setTimer(long atMillis) {
    timers().registerEventTimeTimer(VoidNamespace.INSTANCE, atMillis);
  }

  @Override
  public void processElement2(StreamRecord<Preference> record) throws Exception {
    Preference preference = record.getValue();
    if (preference.isEndOfStart()) {
      begin();
    } else if (preferences.accept(preference)) {
      visits().beginNext(presentMillis());
    }
  }

  private long presentMillis() {
    long latest = time().latestMillis();
    return latest == EventTime.NEVER ? EventTime.NEVER : order.heardMillis(latest);
  }

  /** Others want partners than when the user was looked at last. */
  @Override
  protected void visit(String user, long sinceMillis) throws Exception {
    PartnerBoard seen = boards.peek();
    if (seen != null && seen.wouldChange(user, sinceMillis, preferences::isWilling, scoring())) {
      PartnerBoard board = boards.value();
      if (board != null) {
        look(user, board, sinceMillis);
        boards.update(board);
        order.arm(board.nextExpiryMillis(scoring()), this::setTimer);
      }
    }
  }

  private void look(String user, PartnerBoard board, long atMillis) {
    if (board.look(user, atMillis, preferences::isWilling, scoring())) {
      output.collect(new StreamRecord<>(documents.partners(user, board)));
    }
  }

  @Override
  protected void come(String user, long timerMillis) throws Exception {
    List<CompanyNews> due = order.take(timerMillis);
    PartnerBoard before = boards.value();
    if (before == null && due.isEmpty()) {
      return;
    }
    PartnerBoard board = before == null ? new PartnerBoard() : before;
    for (CompanyNews news : due) {
      passUntil(news.atMillis(), user, board);
      board.meet(news.company(), news.atMillis());
      look(user, board, news.atMillis());
    }
    passUntil(order.heardMillis(timerMillis), user, board);
    boards.update(board);
    order.arm(board.nextExpiryMillis(scoring()), this::setTimer);
  }

  @Override
  public void leaveOut(long timerMillis) throws Exception {
    order.take(timerMillis);
  }

  @Override
  public void forget() {
    boards.clear();
  }

  private void passUntil(long untilMillis, String user, PartnerBoard board) {
    for (long next = board.nextExpiryMillis(scoring());
        next <= untilMillis;
        next = board.nextExpiryMillis(scoring())) {
      look(user, board, next);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    preferences.snapshot(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0);
    super.snapshotState(context);
  }

  @Override
  public @Nullable RedisSettings redis() {
    return redis;
  }

  @Override
  public ValueStateDescriptor<?> publishedState() {
    return OrderedStep.keptState(STATE, settings.stateTtl());
  }

  @Override
  public void republish(String user, Collector<RedisWrite> out) throws IOException {
    PartnerBoard board = boards.peek();
    if (board != null) {
      out.collect(documents.partners(user, board));
    }
  }
}
