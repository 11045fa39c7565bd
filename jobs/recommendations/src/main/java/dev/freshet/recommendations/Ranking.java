package dev.freshet.recommendations;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.ChoiceModel;
import dev.freshet.scoring.ItemTable;
import dev.freshet.scoring.PersonalList;
import dev.freshet.scoring.Pulse;
import dev.freshet.scoring.Ranker;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.Shortlist;
import dev.freshet.scoring.Tick;
import dev.freshet.scoring.Touch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.CoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Ranks shortlists with the weights and the popularity of the last tick, and publishes them.
 *
 * <p>What it knows of items is the trainer's: the first tick after a start or a restore tells all
 * of it, so no state of a ranker's own has to be kept for each item. Lists wait for that tick.
 */
final class Ranking extends CoProcessFunction<Unranked, Tick, RedisWrite>
    implements CheckpointedFunction {

  /** Bound of the lists that wait, so that a replay at full speed keeps within its memory. */
  static final int MOST_WAITING = 5_000;

  /** How long a list waits for items that no tick tells of. */
  private static final long PATIENCE_MILLIS = 10_000;

  /** How far, in event time, a list may be ahead of the tick that it is ranked by. */
  private static final long AHEAD_MILLIS = 10_000;

  private final RecommendationsSettings settings;
  private transient View view;
  private transient RedisDocuments documents;
  private transient Waitlist waitlist;
  private transient ListState<Shortlist> waitingLists;
  private transient Map<Long, Unranked.Similar> unnamed;
  private transient List<Unranked.Similar> unsettled;
  private transient boolean settled;

  Ranking(RecommendationsSettings settings) {
    this.settings = settings;
  }

  /** What a ranker knows: never changed but by a tick. */
  private static final class View {

    private final RecommenderSettings scoring;
    private final ItemTable table;
    private final ChoiceModel model;
    private final Ranker ranker;
    private Pulse pulse = Pulse.EMPTY;

    private View(RecommenderSettings scoring) {
      this.scoring = scoring;
      table = new ItemTable(scoring.popularity(), scoring.coOccurrence());
      model = ChoiceModel.of(scoring);
      ranker = new Ranker(scoring, table);
    }

    private boolean hasTicked() {
      return pulse.asOfMillis() != Touch.NEVER;
    }

    private PersonalList rank(Shortlist shortlist) {
      return ranker.rank(shortlist, pulse, model);
    }

    /** Whether the next ticks may rank better: items are unknown, or time has moved far on. */
    private boolean lacks(Shortlist shortlist, PersonalList list) {
      return list.items().length == 0
          || shortlist.atMillis() - AHEAD_MILLIS > pulse.asOfMillis()
          || Arrays.stream(shortlist.items()).anyMatch(item -> table.placeOf(item) < 0);
    }

    private void enter(Tick tick) {
      tick.facts().forEach(table::enter);
      tick.described().forEach(table::describe);
      model.restore(tick.model());
      pulse = tick.pulse();
      table.advanceTo(pulse.asOfMillis(), model.weights(0), scoring.itemsPerTag());
    }
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<Shortlist> waitingState() {
    return new ListStateDescriptor<>("waiting", TypeInformation.of(Shortlist.class));
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    waitlist = new Waitlist(MOST_WAITING);
    waitingLists = context.getOperatorStateStore().getListState(waitingState());
    for (Shortlist shortlist : waitingLists.get()) {
      // Its patience is over: no tick will tell of more than the first one.
      waitlist.add(shortlist, 0L);
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    waitingLists.update(waitlist.shortlists());
  }

  @Override
  public void open(OpenContext context) {
    documents = new RedisDocuments(settings);
    view = new View(settings.scoring());
    unnamed = new LinkedHashMap<>();
    unsettled = new ArrayList<>();
  }

  @Override
  public void processElement1(Unranked unranked, Context context, Collector<RedisWrite> out) {
    Shortlist shortlist = unranked.shortlist();
    if (shortlist != null) {
      rank(shortlist, context.timerService().currentProcessingTime(), out);
    }
    Unranked.Similar similar = unranked.similar();
    if (similar != null) {
      publish(similar, out);
    }
    RedisWrite ready = unranked.ready();
    if (ready != null) {
      out.collect(ready);
    }
  }

  private void rank(Shortlist shortlist, long nowMillis, Collector<RedisWrite> out) {
    waitlist.remove(shortlist.user());
    if (!view.hasTicked() && waitlist.add(shortlist, nowMillis)) {
      return;
    }
    PersonalList list = view.rank(shortlist);
    out.collect(documents.rec(list));
    if (view.lacks(shortlist, list)) {
      waitlist.add(shortlist, nowMillis);
    }
  }

  /** Publishes an item's neighbours, or lets them wait for the tick that knows the item or all. */
  private void publish(Unranked.Similar similar, Collector<RedisWrite> out) {
    int place = view.table.placeOf(similar.neighbours().item());
    if (similar.settled() && !settled) {
      unsettled.add(similar);
    } else if (place >= 0) {
      out.collect(
          documents.similar(
              view.table.id(place), similar.atMillis(), similar.neighbours(), view.table));
    } else if (unnamed.size() < MOST_WAITING) {
      unnamed.put(similar.neighbours().item(), similar);
    }
  }

  @Override
  public void processElement2(Tick tick, Context context, Collector<RedisWrite> out) {
    view.enter(tick);
    rankWaiting(context.timerService().currentProcessingTime(), out);
    publishWaiting(tick.last(), out);
  }

  /** The first tick that has come as far as a waiting list's moment is the one to rank it by. */
  private void rankWaiting(long nowMillis, Collector<RedisWrite> out) {
    for (Waitlist.Entry one : waitlist.takeUntil(view.pulse.asOfMillis())) {
      PersonalList list = view.rank(one.shortlist());
      out.collect(documents.rec(list));
      if (view.lacks(one.shortlist(), list) && nowMillis - one.sinceMillis() < PATIENCE_MILLIS) {
        waitlist.putBack(one);
      }
    }
  }

  private void publishWaiting(boolean last, Collector<RedisWrite> out) {
    List<Unranked.Similar> waiting = new ArrayList<>(unnamed.values());
    unnamed.clear();
    if (last) {
      settled = true;
      waiting.addAll(unsettled);
      unsettled.clear();
    }
    waiting.forEach(similar -> publish(similar, out));
  }
}
