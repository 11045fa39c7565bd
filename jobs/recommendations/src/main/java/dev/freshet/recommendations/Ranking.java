package dev.freshet.recommendations;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.CatalogueItem;
import dev.freshet.scoring.ChoiceModel;
import dev.freshet.scoring.ItemFacts;
import dev.freshet.scoring.ItemTable;
import dev.freshet.scoring.PersonalList;
import dev.freshet.scoring.Pulse;
import dev.freshet.scoring.Ranker;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.Shortlist;
import dev.freshet.scoring.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Ranks shortlists with the weights and the popularity of the last tick, and publishes them.
 *
 * <p>The item table is a working copy of the broadcast state, rebuilt from it after a restore.
 */
final class Ranking extends BroadcastProcessFunction<Unranked, Tick, RedisWrite> {

  static final MapStateDescriptor<String, ItemFacts> FACTS =
      new MapStateDescriptor<>("item-facts", String.class, ItemFacts.class);
  static final MapStateDescriptor<String, CatalogueItem> CATALOGUE =
      new MapStateDescriptor<>("catalogue", String.class, CatalogueItem.class);
  static final MapStateDescriptor<String, Tick> LAST_TICK =
      new MapStateDescriptor<>("last-tick", String.class, Tick.class);

  private static final String LAST = "last";

  /** Bound of the lists that wait, so that a replay at full speed keeps within its memory. */
  private static final int MOST_WAITING = 5_000;

  /** How long a list waits for items that no tick tells of. */
  private static final long PATIENCE_MILLIS = 10_000;

  /** How far, in event time, a list may be ahead of the tick that it is ranked by. */
  private static final long AHEAD_MILLIS = 10_000;

  /** Event time between two looks for items to forget. */
  private static final long FORGETTING_MILLIS = Duration.ofHours(1).toMillis();

  private final RecommendationsSettings settings;
  private transient @Nullable View view;
  private transient RedisDocuments documents;
  private transient long forgotMillis;
  private transient Waitlist waitlist;
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

  @Override
  public void open(OpenContext context) {
    documents = new RedisDocuments(settings);
    waitlist = new Waitlist(MOST_WAITING);
    unnamed = new LinkedHashMap<>();
    unsettled = new ArrayList<>();
  }

  @Override
  public void processElement(Unranked unranked, ReadOnlyContext context, Collector<RedisWrite> out)
      throws Exception {
    View known = view;
    if (known == null) {
      known =
          restored(
              context.getBroadcastState(FACTS),
              context.getBroadcastState(CATALOGUE),
              context.getBroadcastState(LAST_TICK));
      view = known;
    }
    Shortlist shortlist = unranked.shortlist();
    if (shortlist != null) {
      PersonalList list = known.rank(shortlist);
      out.collect(documents.rec(list));
      waitlist.remove(shortlist.user());
      if (known.lacks(shortlist, list)) {
        waitlist.add(shortlist, context.currentProcessingTime());
      }
    }
    Unranked.Similar similar = unranked.similar();
    if (similar != null) {
      publish(similar, known, out);
    }
    RedisWrite ready = unranked.ready();
    if (ready != null) {
      out.collect(ready);
    }
  }

  /** Publishes an item's neighbours, or lets them wait for the tick that knows the item or all. */
  private void publish(Unranked.Similar similar, View known, Collector<RedisWrite> out) {
    int place = known.table.placeOf(similar.neighbours().item());
    if (similar.settled() && !settled) {
      unsettled.add(similar);
    } else if (place >= 0) {
      out.collect(
          documents.similar(
              known.table.id(place), similar.atMillis(), similar.neighbours(), known.table));
    } else if (unnamed.size() < MOST_WAITING) {
      unnamed.put(similar.neighbours().item(), similar);
    }
  }

  @Override
  public void processBroadcastElement(Tick tick, Context context, Collector<RedisWrite> out)
      throws Exception {
    BroadcastState<String, ItemFacts> facts = context.getBroadcastState(FACTS);
    BroadcastState<String, CatalogueItem> catalogue = context.getBroadcastState(CATALOGUE);
    BroadcastState<String, Tick> lastTick = context.getBroadcastState(LAST_TICK);
    View known = view;
    if (known == null) {
      known = restored(facts, catalogue, lastTick);
      view = known;
    }
    for (ItemFacts fact : tick.facts()) {
      facts.put(fact.item(), fact);
    }
    for (CatalogueItem item : tick.described()) {
      catalogue.put(item.item(), item);
    }
    lastTick.put(LAST, new Tick(tick.pulse(), tick.model(), List.of(), List.of(), tick.last()));
    known.enter(tick);
    rankWaiting(known, context.currentProcessingTime(), out);
    publishWaiting(known, tick.last(), out);
    if (tick.pulse().asOfMillis() - forgotMillis >= FORGETTING_MILLIS) {
      forgotMillis = tick.pulse().asOfMillis();
      forget(facts, catalogue, forgotMillis - settings.itemTtl().toMillis());
    }
  }

  /** The first tick that has come as far as a waiting list's moment is the one to rank it by. */
  private void rankWaiting(View known, long nowMillis, Collector<RedisWrite> out) {
    for (Waitlist.Entry one : waitlist.takeUntil(known.pulse.asOfMillis())) {
      PersonalList list = known.rank(one.shortlist());
      out.collect(documents.rec(list));
      if (known.lacks(one.shortlist(), list) && nowMillis - one.sinceMillis() < PATIENCE_MILLIS) {
        waitlist.putBack(one);
      }
    }
  }

  private void publishWaiting(View known, boolean last, Collector<RedisWrite> out) {
    List<Unranked.Similar> waiting = new ArrayList<>(unnamed.values());
    unnamed.clear();
    if (last) {
      settled = true;
      waiting.addAll(unsettled);
      unsettled.clear();
    }
    waiting.forEach(similar -> publish(similar, known, out));
  }

  /** Broadcast state has no TTL of its own: items silent since then go, unless they are listed. */
  private static void forget(
      BroadcastState<String, ItemFacts> facts,
      BroadcastState<String, CatalogueItem> catalogue,
      long silentSinceMillis)
      throws Exception {
    List<String> silent = new ArrayList<>();
    for (Map.Entry<String, ItemFacts> entry : facts.immutableEntries()) {
      if (entry.getValue().touchedMillis() < silentSinceMillis
          && !catalogue.contains(entry.getKey())) {
        silent.add(entry.getKey());
      }
    }
    for (String item : silent) {
      facts.remove(item);
    }
  }

  private View restored(
      ReadOnlyBroadcastState<String, ItemFacts> facts,
      ReadOnlyBroadcastState<String, CatalogueItem> catalogue,
      ReadOnlyBroadcastState<String, Tick> lastTick)
      throws Exception {
    View fresh = new View(settings.scoring());
    for (Map.Entry<String, ItemFacts> entry : facts.immutableEntries()) {
      fresh.table.enter(entry.getValue());
    }
    for (Map.Entry<String, CatalogueItem> entry : catalogue.immutableEntries()) {
      fresh.table.describe(entry.getValue());
    }
    Tick last = lastTick.get(LAST);
    if (last != null) {
      fresh.enter(last);
    }
    return fresh;
  }
}
