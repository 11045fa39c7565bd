package dev.freshet.recommendations;

import dev.freshet.runtime.record.ToldExperiment;
import dev.freshet.runtime.record.ToldListRule;
import dev.freshet.runtime.record.UserState;
import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.state.BesideBroadcast;
import dev.freshet.runtime.state.WriteBackCoOperator;
import dev.freshet.runtime.state.WriteBackOperator;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.training.ModelUpdate;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The data flow of the recommendations job.
 *
 * <pre>
 * interactions --by user--> history --by item--> items --by user--> ranking --> users
 * (exposures) -----by user-----^
 *                                       ^           |                   ^
 *                                   catalogue       '--> model --updates'------> platform
 * </pre>
 *
 * <p>{@code history} knows what a user did, {@code items} counts all that is counted of an item,
 * {@code ranking} keeps a user's candidates and ranks them. {@code model} is one task: it is told
 * what changed of items, each at most once an interval, and the interactions of a sample of users,
 * so what it gets in a second is bounded; and it tells all ranking tasks what they rank by.
 *
 * @param users what is written of users and items; writes of one key keep their order
 * @param platform what is written of the platform as a whole, by one task
 * @param userStates what others are to know of users; nothing unless the settings ask for it
 */
public record RecommendationsTopology(
    DataStream<RedisWrite> users,
    DataStream<RedisWrite> platform,
    DataStream<UserState> userStates) {

  private static final long BUFFER_TIMEOUT_MILLIS = 10;

  /**
   * The flow from these streams on.
   *
   * @param redis what may lose what is written and is then given it again, or null
   */
  public static RecommendationsTopology of(
      KeyedStream<Interaction, String> interactions,
      DataStream<CatalogueItem> catalogue,
      RecommendationsSettings settings,
      @Nullable RedisSettings redis) {
    return of(
        interactions,
        Optional.empty(),
        catalogue,
        Optional.empty(),
        Optional.empty(),
        settings,
        redis);
  }

  /**
   * The same with what further topics tell.
   *
   * @param exposures what users were shown, if that is told
   * @param experiments what readers of lists are to know of experiments, if there are any
   * @param rules what they are to know of rules on lists, if there are any
   */
  public static RecommendationsTopology of(
      KeyedStream<Interaction, String> interactions,
      Optional<DataStream<ListExposure>> exposures,
      DataStream<CatalogueItem> catalogue,
      Optional<DataStream<ToldExperiment>> experiments,
      Optional<DataStream<ToldListRule>> rules,
      RecommendationsSettings settings,
      @Nullable RedisSettings redis) {
    return of(
        interactions,
        exposures,
        catalogue,
        experiments,
        rules,
        settings,
        redis,
        requests -> requests);
  }

  /**
   * The same for tests.
   *
   * @param between what tests do to what {@code items} is told
   */
  static RecommendationsTopology of(
      KeyedStream<Interaction, String> interactions,
      Optional<DataStream<ListExposure>> exposures,
      DataStream<CatalogueItem> catalogue,
      RecommendationsSettings settings,
      @Nullable RedisSettings redis,
      UnaryOperator<DataStream<RowChange>> between) {
    return of(
        interactions,
        exposures,
        catalogue,
        Optional.empty(),
        Optional.empty(),
        settings,
        redis,
        between);
  }

  private static RecommendationsTopology of(
      KeyedStream<Interaction, String> interactions,
      Optional<DataStream<ListExposure>> exposures,
      DataStream<CatalogueItem> catalogue,
      Optional<DataStream<ToldExperiment>> experiments,
      Optional<DataStream<ToldListRule>> rules,
      RecommendationsSettings settings,
      @Nullable RedisSettings redis,
      UnaryOperator<DataStream<RowChange>> between) {
    hurry(interactions.getExecutionEnvironment());
    DataStream<RowChange> requests =
        exposures
            .filter(shown -> settings.scoring().exposures().count())
            .map(shown -> histories(interactions, shown, settings))
            .orElseGet(() -> histories(interactions, settings))
            .uid("history");
    SingleOutputStreamOperator<RankingInput> enriched =
        between
            .apply(requests)
            .keyBy(RowChange::row)
            .connect(catalogue.keyBy(item -> Fingerprint.of(item.item())))
            .transform(
                "Count items",
                TypeInformation.of(RankingInput.class),
                new ItemCounter(settings, redis))
            .uid("items");
    SingleOutputStreamOperator<ModelUpdate> updates =
        modelInputs(enriched.getSideOutput(ItemCounter.MODEL), experiments, rules)
            .keyBy(ModelInput::key)
            .transform(
                "Learn weights and take the pulse",
                TypeInformation.of(ModelUpdate.class),
                new ModelTrainer(settings, redis, experiments.isPresent(), rules.isPresent()))
            .uid("model")
            .setParallelism(1)
            .setMaxParallelism(1);
    SingleOutputStreamOperator<RedisWrite> users =
        BesideBroadcast.transform(
                "Rank personal lists",
                enriched.keyBy(RankingInput::key),
                updates,
                new CandidateRanker(settings, redis),
                TypeInformation.of(RedisWrite.class))
            .uid("ranking");
    return new RecommendationsTopology(
        users,
        updates.getSideOutput(ModelTrainer.WRITES),
        users.getSideOutput(CandidateRanker.USER_STATES));
  }

  /** Four exchanges lie between an event and the lists that know of it. */
  private static void hurry(StreamExecutionEnvironment env) {
    if (env.getConfiguration().getOptional(ExecutionOptions.BUFFER_TIMEOUT).isEmpty()) {
      env.setBufferTimeout(BUFFER_TIMEOUT_MILLIS);
    }
  }

  private static DataStream<ModelInput> modelInputs(
      DataStream<ModelInput> ofItems,
      Optional<DataStream<ToldExperiment>> experiments,
      Optional<DataStream<ToldListRule>> rules) {
    Optional<DataStream<ModelInput>> ofExperiments =
        experiments.map(
            told ->
                told.map(ModelInput::of)
                    .returns(ModelInput.class)
                    .uid("experiment-inputs")
                    .name("Tell the model of experiments")
                    .setParallelism(1)
                    .setMaxParallelism(1));
    Optional<DataStream<ModelInput>> ofRules =
        rules.map(
            told ->
                told.map(ModelInput::of)
                    .returns(ModelInput.class)
                    .uid("list-rule-inputs")
                    .name("Tell the model of rules on lists")
                    .setParallelism(1)
                    .setMaxParallelism(1));
    return Stream.of(ofExperiments, ofRules)
        .flatMap(Optional::stream)
        .reduce(ofItems, DataStream::union);
  }

  private static SingleOutputStreamOperator<RowChange> histories(
      KeyedStream<Interaction, String> interactions, RecommendationsSettings settings) {
    return interactions.transform(
        "Keep user histories",
        TypeInformation.of(RowChange.class),
        new WriteBackOperator<>(new HistoryUpdater(settings)));
  }

  /** The same state under the same uid, so that a job may begin to hear of lists, and cease to. */
  private static SingleOutputStreamOperator<RowChange> histories(
      KeyedStream<Interaction, String> interactions,
      DataStream<ListExposure> exposures,
      RecommendationsSettings settings) {
    return interactions
        .connect(exposures.keyBy(ListExposure::user))
        .transform(
            "Keep user histories",
            TypeInformation.of(RowChange.class),
            new WriteBackCoOperator<>(new ShownHistoryUpdater(settings)));
  }
}
