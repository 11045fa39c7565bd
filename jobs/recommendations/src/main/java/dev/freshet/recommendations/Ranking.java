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
import java.util.Iterator;
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

  /** Bounds of what waits, so that a replay at full speed is not spent on ranking again. */
  private static final int MOST_WAITING = 1_000;

  private static final int FEW_WAITING = 20;
  private static final long RETRY_MILLIS = 200;
  private static final long PATIENCE_MILLIS = 10_000;

  /** Event time between two looks for items to forget. */
  private static final long FORGETTING_MILLIS = Duration.ofHours(1).toMillis();

  private final RecommendationsSettings settings;
  private transient @Nullable View view;
  private transient RedisDocuments documents;
  private transient long forgotMillis;
  private transient Map<String, Waiting> waiting;
  private transient long retriedMillis;

  Ranking(RecommendationsSettings settings) {
    this.settings = settings;
  }

  /** A shortlist that the next ticks may rank better: it names items of which none has told. */
  private record Waiting(Shortlist shortlist, long sinceMillis) {}

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

    private boolean lacks(Shortlist shortlist, PersonalList list) {
      return list.items().length == 0
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
    waiting = new LinkedHashMap<>();
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
      waiting.remove(shortlist.user());
      if (waiting.size() < MOST_WAITING && known.lacks(shortlist, list)) {
        waiting.put(shortlist.user(), new Waiting(shortlist, context.currentProcessingTime()));
      }
    }
    Unranked.Similar similar = unranked.similar();
    if (similar != null) {
      out.collect(documents.similar(similar, known.table));
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
    lastTick.put(LAST, new Tick(tick.pulse(), tick.model(), List.of(), List.of()));
    known.enter(tick);
    rankWaiting(known, context.currentProcessingTime(), out);
    if (tick.pulse().asOfMillis() - forgotMillis >= FORGETTING_MILLIS) {
      forgotMillis = tick.pulse().asOfMillis();
      forget(facts, catalogue, forgotMillis - settings.itemTtl().toMillis());
    }
  }

  /**
   * An item just touched for the first time is known a tick later: its users' lists follow then.
   */
  private void rankWaiting(View known, long nowMillis, Collector<RedisWrite> out) {
    if (waiting.size() > FEW_WAITING && nowMillis - retriedMillis < RETRY_MILLIS) {
      return;
    }
    retriedMillis = nowMillis;
    for (Iterator<Waiting> all = waiting.values().iterator(); all.hasNext(); ) {
      Waiting one = all.next();
      PersonalList list = known.rank(one.shortlist());
      out.collect(documents.rec(list));
      if (!known.lacks(one.shortlist(), list) || nowMillis - one.sinceMillis() > PATIENCE_MILLIS) {
        all.remove();
      }
    }
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
