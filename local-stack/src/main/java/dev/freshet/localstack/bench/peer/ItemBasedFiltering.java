package dev.freshet.localstack.bench.peer;

import dev.freshet.localstack.bench.job.EventSource;
import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.redis.RedisSink;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RedisKeys;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Item-based collaborative filtering as a good team would write it first: the practical algorithm
 * of TencentRec on Flink's own state, types and settings.
 *
 * <pre>
 * actions --by item--> ratings --by user--> pairs --by item--> similarity --by user--> lists
 * </pre>
 *
 * <p>After Huang et al., "TencentRec: Real-time Stream Recommendation in Practice", SIGMOD 2015: a
 * user's rating of an item is the most of the weights of what the user did with it; an item's count
 * is the sum of its ratings, a pair's count the sum over users of the lower of their two ratings,
 * and both grow by the difference that an action makes; the similarity of two items is their pair's
 * count over the roots of both items' counts; and a user's list comes from what is similar to the
 * user's latest items.
 *
 * <p>What differs: an item is paired with the ten others that its user acted on last, as many as
 * the floor of pairs updates, but in the rows of both items; no time windows and no pruning by
 * probability, but at most 1,000 neighbours an item; the other item's count is the one that the
 * user's action on it was told, and similar items are those of when the user acted on each of the
 * ten latest items, since neither can be asked for in another key's state; candidates are ordered
 * by the sum of similarity times rating, not by its mean, which would put those first that one item
 * speaks for.
 */
public final class ItemBasedFiltering {

  private static final String GROUP = "bench-peer";

  private static final String RATINGS = "Rate items";
  private static final String PAIRS = "Pair a user's items";
  private static final String SIMILARITY = "Keep similar items";
  private static final String LISTS = "Make lists";

  /** Names of the operators whose state grows with users. */
  public static final Set<String> USER_OPERATORS = Set.of(PAIRS, LISTS);

  /** Names of the operators whose state grows with items. */
  public static final Set<String> ITEM_OPERATORS = Set.of(RATINGS, SIMILARITY);

  private ItemBasedFiltering() {}

  /**
   * Flink's own settings with RocksDB: of all that {@link JobEnvironment} chooses only what anyone
   * would, which is incremental checkpoints and no copies between chained operators.
   */
  public static StreamExecutionEnvironment environment(Configuration options) {
    Configuration all = new Configuration();
    all.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    all.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    all.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMinutes(3));
    all.set(PipelineOptions.OBJECT_REUSE, true);
    all.set(PipelineOptions.GENERIC_TYPES, false);
    all.addAll(options);
    return StreamExecutionEnvironment.getExecutionEnvironment(all);
  }

  /** Defines the job between Kafka and Redis. */
  public static void define(StreamExecutionEnvironment env, Configuration options) {
    RuntimeSettings settings = RuntimeSettings.from(options, GROUP);
    lists(
            EventSource.read(env, settings.kafka(), new ActionReader(settings.kafka().topics())),
            settings.redis().keys())
        .sinkTo(new RedisSink(settings.redis(), List.of()))
        .uid("redis")
        .name("Write lists to Redis");
  }

  static DataStream<RedisWrite> lists(DataStream<Action> actions, RedisKeys keys) {
    return actions
        .keyBy(Action::item)
        .process(new RatingOfItems())
        .uid("ratings")
        .name(RATINGS)
        .keyBy(Rated::user)
        .process(new PairsOfUsers())
        .uid("pairs")
        .name(PAIRS)
        .keyBy(RowUpdate::item)
        .process(new SimilarityOfItems())
        .uid("similarity")
        .name(SIMILARITY)
        .keyBy(SimilarItems::user)
        .process(new ListsOfUsers(keys))
        .uid("lists")
        .name(LISTS);
  }
}
