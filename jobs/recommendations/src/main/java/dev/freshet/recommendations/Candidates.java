package dev.freshet.recommendations;

import dev.freshet.runtime.state.Packing;
import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.scoring.Answer;
import dev.freshet.scoring.Learner;
import dev.freshet.scoring.Lesson;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Merges neighbours into each user's candidates, and tells what the user chose before that. */
final class Candidates extends KeyedProcessFunction<String, Answer, Unranked>
    implements WriteBackFunction<String> {

  static final OutputTag<Lesson> LESSONS =
      new OutputTag<>("lessons", TypeInformation.of(Lesson.class));

  private final RecommendationsSettings settings;
  private transient WriteBackState<String, Learner> learners;
  private transient RedisDocuments documents;

  Candidates(RecommendationsSettings settings) {
    this.settings = settings;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> learnerState(Duration ttl) {
    return PackedState.descriptor("learner", StateTtlConfig.newBuilder(ttl));
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    learners =
        states.of(
            learnerState(settings.userTtl()),
            Packing.of(Learner::pack, Learner::unpack),
            settings.cache());
  }

  @Override
  public void open(OpenContext context) {
    documents = new RedisDocuments(settings);
  }

  @Override
  public void processElement(Answer answer, Context context, Collector<Unranked> out)
      throws IOException {
    Learner known = learners.value();
    Learner learner = known == null ? new Learner() : known;
    Lesson lesson = learner.lesson(answer, settings.scoring());
    learner.touch(answer, settings.scoring());
    learners.update(learner);

    context.output(LESSONS, lesson);
    out.collect(
        Unranked.user(
            learner.shortlist(
                answer.user(), learner.latestMillis(), settings.scoring().exclude())));
    if (!answer.tags().isEmpty()) {
      out.collect(
          Unranked.ready(
              documents.interest(answer.user(), learner.latestMillis(), learner.interests())));
    }
  }
}
