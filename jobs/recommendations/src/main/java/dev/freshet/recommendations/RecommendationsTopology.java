package dev.freshet.recommendations;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.state.WriteBackCoOperator;
import dev.freshet.runtime.state.WriteBackOperator;
import dev.freshet.scoring.Answer;
import dev.freshet.scoring.CatalogueItem;
import dev.freshet.scoring.Fingerprint;
import dev.freshet.scoring.Interaction;
import dev.freshet.scoring.Lesson;
import dev.freshet.scoring.Tick;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The data flow of the recommendations job.
 *
 * <pre>
 * interactions --by user--> activity --by item--> similarity --by user--> candidates --> ranking
 *                                         ^                                   |  lessons    ^
 *                                     catalogue -------------------------> training --ticks-'
 * </pre>
 *
 * @param users what is written of users and items; writes of one key keep their order
 * @param platform what is written of the platform as a whole, by one task
 */
public record RecommendationsTopology(
    DataStream<RedisWrite> users, DataStream<RedisWrite> platform) {

  /** The flow from these streams on. */
  public static RecommendationsTopology of(
      KeyedStream<Interaction, String> interactions,
      DataStream<CatalogueItem> catalogue,
      RecommendationsSettings settings) {
    DataStream<RowRequest> requests =
        interactions
            .transform(
                "Keep user histories",
                TypeInformation.of(RowRequest.class),
                new WriteBackOperator<>(new Activity(settings)))
            .uid("activity");
    SingleOutputStreamOperator<Answer> answers =
        requests
            .keyBy(RowRequest::row)
            .connect(catalogue.keyBy(item -> Fingerprint.of(item.item())))
            .transform(
                "Keep item co-occurrence",
                TypeInformation.of(Answer.class),
                new WriteBackCoOperator<>(new Similarity(settings)))
            .uid("similarity");
    SingleOutputStreamOperator<Unranked> shortlists =
        answers
            .keyBy(Answer::user)
            .transform(
                "Merge user candidates",
                TypeInformation.of(Unranked.class),
                new WriteBackOperator<>(new Candidates(settings)))
            .uid("candidates");
    SingleOutputStreamOperator<Tick> ticks =
        training(shortlists.getSideOutput(Candidates.LESSONS), catalogue, settings);
    DataStream<RedisWrite> ranked =
        shortlists
            .union(answers.getSideOutput(Similarity.SIMILAR))
            .connect(ticks.broadcast())
            .process(new Ranking(settings))
            .uid("ranking")
            .name("Rank personal lists");
    return new RecommendationsTopology(ranked, ticks.getSideOutput(Training.WRITES));
  }

  private static SingleOutputStreamOperator<Tick> training(
      DataStream<Lesson> lessons,
      DataStream<CatalogueItem> catalogue,
      RecommendationsSettings settings) {
    return lessons
        .keyBy(lesson -> (byte) 0)
        .connect(catalogue.keyBy(item -> (byte) 0))
        .process(new Training(settings))
        .uid("training")
        .name("Learn weights and take the pulse")
        .setParallelism(1)
        .setMaxParallelism(1);
  }
}
