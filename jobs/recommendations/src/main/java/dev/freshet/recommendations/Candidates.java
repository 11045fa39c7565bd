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
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Merges neighbours into each user's candidates, and tells what the user chose before that.
 *
 * <p>The rows of items answer from different tasks, so that answers overtake one another. One that
 * did waits for those before it: it knows already what the user did in them, and they would teach
 * that what they chose had been foreseen.
 */
final class Candidates extends KeyedProcessFunction<String, Answer, Unranked>
    implements WriteBackFunction<String> {

  static final OutputTag<Lesson> LESSONS =
      new OutputTag<>("lessons", TypeInformation.of(Lesson.class));

  /** How long an answer waits; longer only if one before it never comes, a state having expired. */
  private static final long PATIENCE_MILLIS = 10_000;

  private final RecommendationsSettings settings;
  private transient WriteBackState<String, Learner> learners;
  private transient MapState<Integer, Answer> overtakers;
  private transient RedisDocuments documents;

  /** Users with overtakers, and when their patience ends; those of before a restore are missing. */
  private transient Map<String, Long> waiting;

  Candidates(RecommendationsSettings settings) {
    this.settings = settings;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> learnerState(Duration ttl) {
    return PackedState.descriptor("learner", StateTtlConfig.newBuilder(ttl));
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static MapStateDescriptor<Integer, Answer> overtakersState() {
    return new MapStateDescriptor<>("overtakers", Types.INT, TypeInformation.of(Answer.class));
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
    overtakers = getRuntimeContext().getMapState(overtakersState());
    documents = new RedisDocuments(settings);
    waiting = new HashMap<>();
  }

  @Override
  public void processElement(Answer answer, Context context, Collector<Unranked> out)
      throws Exception {
    Learner learner = learner();
    if (answer.number() > learner.answers() + 1) {
      letWait(answer, context);
      return;
    }
    enter(learner, answer, context, out);
    if (waiting.containsKey(answer.user())) {
      enterFollowers(learner, context, out);
    }
    learners.update(learner);
  }

  /** The learner of the current key. */
  private Learner learner() throws IOException {
    Learner known = learners.value();
    return known == null ? new Learner() : known;
  }

  private void letWait(Answer answer, Context context) throws Exception {
    overtakers.put(answer.number(), answer);
    if (!waiting.containsKey(answer.user())) {
      long patienceEnds = context.timerService().currentProcessingTime() + PATIENCE_MILLIS;
      waiting.put(answer.user(), patienceEnds);
      context.timerService().registerProcessingTimeTimer(patienceEnds);
    }
  }

  private void enterFollowers(Learner learner, Context context, Collector<Unranked> out)
      throws Exception {
    Answer next = overtakers.get(learner.answers() + 1);
    while (next != null) {
      overtakers.remove(next.number());
      enter(learner, next, context, out);
      next = overtakers.get(learner.answers() + 1);
    }
    if (overtakers.isEmpty()) {
      Long patienceEnds = waiting.remove(context.getCurrentKey());
      context.timerService().deleteProcessingTimeTimer(Objects.requireNonNull(patienceEnds));
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Unranked> out)
      throws Exception {
    waiting.remove(context.getCurrentKey());
    SortedMap<Integer, Answer> left = new TreeMap<>();
    for (Map.Entry<Integer, Answer> entry : overtakers.entries()) {
      left.put(entry.getKey(), entry.getValue());
    }
    overtakers.clear();
    Learner learner = learner();
    for (Answer answer : left.values()) {
      enter(learner, answer, context, out);
    }
    learners.update(learner);
  }

  private void enter(Learner learner, Answer answer, Context context, Collector<Unranked> out) {
    Lesson lesson = learner.lesson(answer, settings.scoring());
    learner.touch(answer, settings.scoring());

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
