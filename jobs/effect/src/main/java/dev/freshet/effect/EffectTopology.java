package dev.freshet.effect;

import dev.freshet.runtime.record.ToldExperiment;
import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.time.CarriedTimeOperator;
import dev.freshet.runtime.time.SilentStartOperator;
import dev.freshet.runtime.time.TimelessOperator;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.experiment.UserNews;
import dev.freshet.scoring.experiment.ViewChange;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The data flow of the effect job.
 *
 * <pre>
 * interactions --reactions--.
 * exposures ----------------+--by user--> user-views --> view-sums --> view-items --by subject--> effects
 * stickiness ---------------'                                              ^
 *                                              catalogue and experiments --'
 * </pre>
 *
 * A subject is a placement, or an experiment.
 *
 * @param documents what is written to Redis; writes of one key keep their order
 * @param records what is written to the topic of effects; the same
 */
record EffectTopology(DataStream<RedisWrite> documents, DataStream<EffectRecord> records) {

  /**
   * The flow from these streams on.
   *
   * @param catalogue what the platform says of its items, if anything
   * @param stickiness how sticky users are, if that is told; it has no event time
   * @param experiments what they are, if there are any
   * @param redis what may lose what is written and is then given it again, or null
   */
  static EffectTopology of(
      DataStream<Interaction> interactions,
      DataStream<ListExposure> exposures,
      DataStream<CatalogueItem> catalogue,
      Optional<DataStream<UserNews>> stickiness,
      Optional<DataStream<ToldExperiment>> experiments,
      EffectSettings settings,
      @Nullable RedisSettings redis) {
    DataStream<UserNews> seen = reactions(interactions, settings).union(lists(exposures));
    DataStream<UserNews> news = stickiness.map(seen::union).orElse(seen);
    DataStream<ViewNews> sums = sums(changes(news, settings));
    SingleOutputStreamOperator<RedisWrite> documents =
        joined(
                experiments.map(told -> sums.union(definitions(told))).orElse(sums),
                catalogue,
                settings)
            .keyBy(EffectNews::subject)
            .transform(
                "Sum up placements and experiments",
                TypeInformation.of(RedisWrite.class),
                new CarriedTimeOperator<>(new Effects(settings, redis), settings.quiet()))
            .uid("effects");
    return new EffectTopology(documents, documents.getSideOutput(Effects.RECORDS));
  }

  /** Where no event comes at all, lists do not wait for one. */
  private static DataStream<UserNews> reactions(
      DataStream<Interaction> interactions, EffectSettings settings) {
    return interactions
        .flatMap(
            (Interaction interaction, Collector<UserNews> out) ->
                UserNews.of(interaction).forEach(out::collect))
        .returns(UserNews.class)
        .uid("user-reactions")
        .name("Pick what may be due to lists")
        .transform(
            "Wait for the first event for a while",
            TypeInformation.of(UserNews.class),
            new SilentStartOperator<>(settings.quiet()))
        .uid("reactions-time");
  }

  private static DataStream<UserNews> lists(DataStream<ListExposure> exposures) {
    return exposures
        .map(UserNews::of)
        .returns(UserNews.class)
        .uid("user-lists")
        .name("Tell what lists count for");
  }

  /** They have no event time, which would hold up that of what is shown. */
  private static DataStream<ViewNews> definitions(DataStream<ToldExperiment> experiments) {
    return experiments
        .flatMap(
            (ToldExperiment told, Collector<ViewNews> out) -> {
              if (!told.isEndOfStart()) {
                out.collect(ViewNews.of(told));
              }
            })
        .returns(ViewNews.class)
        .uid("told-experiments")
        .name("Tell what experiments are")
        .setParallelism(experiments.getParallelism())
        .transform(
            "Leave event time to lists",
            TypeInformation.of(ViewNews.class),
            new TimelessOperator<>())
        .uid("experiment-news")
        .setParallelism(experiments.getParallelism());
  }

  private static DataStream<ViewChange> changes(
      DataStream<UserNews> news, EffectSettings settings) {
    return news.keyBy(UserNews::user)
        .transform(
            "Count what is due to lists",
            TypeInformation.of(ViewChange.class),
            new CarriedTimeOperator<>(new UserCounter(settings), settings.quiet()))
        .uid("user-views");
  }

  private static DataStream<ViewNews> sums(DataStream<ViewChange> changes) {
    return changes
        .transform("Sum up users of a task", TypeInformation.of(ViewNews.class), new PartialSums())
        .uid("view-sums");
  }

  private static DataStream<EffectNews> joined(
      DataStream<ViewNews> views, DataStream<CatalogueItem> catalogue, EffectSettings settings) {
    return views
        .connect(catalogue)
        .transform(
            "Join shown items with the catalogue",
            TypeInformation.of(EffectNews.class),
            new CatalogueJoin(settings))
        .uid("view-items")
        .setParallelism(1)
        .setMaxParallelism(1);
  }
}
