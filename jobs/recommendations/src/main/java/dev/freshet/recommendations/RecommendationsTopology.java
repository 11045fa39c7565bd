package dev.freshet.recommendations;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.Answer;
import dev.freshet.scoring.CatalogueItem;
import dev.freshet.scoring.Fingerprint;
import dev.freshet.scoring.Interaction;
import dev.freshet.scoring.Lesson;
import dev.freshet.scoring.Tick;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
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
record RecommendationsTopology(DataStream<RedisWrite> users, DataStream<RedisWrite> platform) {

  static RecommendationsTopology of(
      DataStream<Interaction> interactions,
      DataStream<CatalogueItem> catalogue,
      RecommendationsSettings settings) {
    DataStream<RowRequest> requests =
        interactions
            .keyBy(Interaction::user)
            .process(new Activity(settings))
            .uid("activity")
            .name("Keep user histories");
    DataStream<Answer> answers =
        requests
            .keyBy(RowRequest::row)
            .connect(catalogue.keyBy(item -> Fingerprint.of(item.item())))
            .process(new Similarity(settings))
            .uid("similarity")
            .name("Keep item co-occurrence");
    SingleOutputStreamOperator<Unranked> shortlists =
        answers
            .keyBy(Answer::user)
            .process(new Candidates(settings))
            .uid("candidates")
            .name("Merge user candidates");
    SingleOutputStreamOperator<Tick> ticks =
        training(shortlists.getSideOutput(Candidates.LESSONS), catalogue, settings);
    DataStream<RedisWrite> ranked =
        shortlists
            .union(similarItems(answers))
            .connect(broadcast(ticks))
            .process(new Ranking(settings))
            .uid("ranking")
            .name("Rank personal lists");
    return new RecommendationsTopology(
        ranked.union(shortlists.getSideOutput(Candidates.INTERESTS)),
        ticks.getSideOutput(Training.WRITES));
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

  private static DataStream<Unranked> similarItems(DataStream<Answer> answers) {
    return answers
        .keyBy(Answer::item)
        .map(answer -> Unranked.item(answer.item(), answer.atMillis(), answer.neighbours()))
        .returns(Unranked.class)
        .uid("similar-items")
        .name("Pick item neighbours");
  }

  private static BroadcastStream<Tick> broadcast(DataStream<Tick> ticks) {
    return ticks.broadcast(Ranking.FACTS, Ranking.CATALOGUE, Ranking.LAST_TICK);
  }
}
