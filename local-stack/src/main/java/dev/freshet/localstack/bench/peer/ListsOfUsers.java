package dev.freshet.localstack.bench.peer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RedisKeys;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps what is similar to each of the user's ten latest items, one map entry an item, and with
 * each action makes the list of what is most similar to all of them, weighted by the user's
 * ratings.
 */
final class ListsOfUsers extends KeyedProcessFunction<String, SimilarItems, RedisWrite> {

  private static final long serialVersionUID = 1L;
  private static final int KEPT = 10;
  private static final int LISTED = 50;
  private static final JsonFactory JSON = new JsonFactory();
  private static final Comparator<Map.Entry<String, Double>> WEAKEST_FIRST =
      Map.Entry.comparingByValue();

  private final RedisKeys keys;
  private transient MapState<String, LikedItem> recent;

  ListsOfUsers(RedisKeys keys) {
    this.keys = keys;
  }

  @Override
  public void open(OpenContext context) {
    recent =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "recent", Types.STRING, TypeInformation.of(LikedItem.class)));
  }

  @Override
  public void processElement(SimilarItems latest, Context context, Collector<RedisWrite> out)
      throws Exception {
    Map<String, LikedItem> all = new HashMap<>(2 * KEPT);
    String oldest = latest.item();
    long oldestMillis = Long.MAX_VALUE;
    for (Map.Entry<String, LikedItem> one : recent.entries()) {
      all.put(one.getKey(), one.getValue());
      if (one.getValue().atMillis() < oldestMillis) {
        oldest = one.getKey();
        oldestMillis = one.getValue().atMillis();
      }
    }
    if (all.size() >= KEPT && !all.containsKey(latest.item())) {
      all.remove(oldest);
      recent.remove(oldest);
    }
    LikedItem liked =
        new LikedItem(latest.atMillis(), latest.rating(), latest.similar(), latest.similarities());
    all.put(latest.item(), liked);
    recent.put(latest.item(), liked);
    out.collect(RedisWrite.set(keys.rec(latest.user()), json(latest.atMillis(), best(all)), 0L));
  }

  /** The items with the highest sums, best first, without those that the user acted on. */
  private static List<String> best(Map<String, LikedItem> all) {
    Map<String, Double> scores = new HashMap<>(1024);
    for (LikedItem one : all.values()) {
      for (int i = 0; i < one.similar().length; i++) {
        scores.merge(one.similar()[i], one.similarities()[i] * one.rating(), Double::sum);
      }
    }
    all.keySet().forEach(scores::remove);
    PriorityQueue<Map.Entry<String, Double>> best = new PriorityQueue<>(LISTED, WEAKEST_FIRST);
    for (Map.Entry<String, Double> candidate : scores.entrySet()) {
      if (best.size() < LISTED) {
        best.add(candidate);
      } else if (candidate.getValue() > best.element().getValue()) {
        best.remove();
        best.add(candidate);
      }
    }
    List<Map.Entry<String, Double>> ordered = new ArrayList<>(best);
    ordered.sort(WEAKEST_FIRST.reversed());
    return ordered.stream().map(Map.Entry::getKey).toList();
  }

  private static String json(long asOfMillis, List<String> items) throws IOException {
    StringWriter text = new StringWriter(1024);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("asOf", asOfMillis);
      json.writeArrayFieldStart("items");
      for (String item : items) {
        json.writeString(item);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }
}
