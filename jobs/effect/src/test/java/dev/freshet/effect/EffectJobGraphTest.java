package dev.freshet.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.testing.JobGraphs;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.api.common.eventtime.WatermarkAlignmentParams;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.transformations.SourceTransformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A savepoint finds its state by operator uid, so a changed uid is lost state. */
class EffectJobGraphTest {

  private static Configuration options() {
    Configuration options = new Configuration();
    options.set(KafkaOptions.TOPICS_EXPOSURES, "exposures");
    return options;
  }

  private static StreamExecutionEnvironment job(Configuration options) {
    return JobGraphs.define(EffectJob::define, options);
  }

  @Test
  void operatorUidsAreStable() {
    assertThat(JobGraphs.uids(job(options())))
        .containsExactlyInAnyOrder(
            "read-records",
            "events",
            "clean-records",
            "placed-interactions",
            "flooded-records",
            "clean-events",
            "catalogue",
            "catalogue-records",
            "catalogue-items",
            "item-notices",
            "rejected",
            "Sink Committer: rejected",
            "read-exposures",
            "exposure-records",
            "clean-exposures",
            "flooded-exposures",
            "user-reactions",
            "reactions-time",
            "user-lists",
            "user-views",
            "view-sums",
            "view-items",
            "effects",
            "redis-effects",
            "effects-topic",
            "Sink Committer: effects-topic");
  }

  private static List<WatermarkAlignmentParams> alignments(Configuration options) {
    return job(options).getTransformations().stream()
        .flatMap(each -> each.getTransitivePredecessors().stream())
        .filter(SourceTransformation.class::isInstance)
        .map(each -> (SourceTransformation<?, ?, ?>) each)
        .distinct()
        .map(source -> source.getWatermarkStrategy().getAlignmentParameters())
        .filter(WatermarkAlignmentParams::isEnabled)
        .toList();
  }

  @Test
  void readsWhatIsShownAndWhatIsDoneTogether() {
    Configuration options = options();

    assertThat(alignments(options))
        .hasSize(2)
        .extracting(
            WatermarkAlignmentParams::getWatermarkGroup,
            WatermarkAlignmentParams::getMaxAllowedWatermarkDrift)
        .containsOnly(tuple("effect", Duration.ofDays(1).toMillis()));

    options.set(EffectOptions.MAX_DRIFT, Duration.ZERO);
    assertThat(alignments(options)).isEmpty();
  }

  @Test
  void readsExperimentsAndStickinessWhereTopicsAreNamed() {
    Configuration options = options();
    options.set(KafkaOptions.TOPICS_STICKINESS, "stickiness");
    options.set(KafkaOptions.TOPICS_EXPERIMENTS, "tests");

    assertThat(JobGraphs.uids(job(options)))
        .contains(
            "stickiness",
            "stickiness-records",
            "stickiness-time",
            "tests",
            "tests-at-start",
            "tests-end-of-start",
            "experiment-records",
            "told-experiments",
            "experiment-news");
  }

  @Test
  void refusesATopicOfEffectsThatIsAnotherOne() {
    Configuration options = options();
    options.set(KafkaOptions.TOPICS_STICKINESS, "told");
    options.set(EffectOptions.TOPIC_EFFECTS, "told");

    assertThatThrownBy(() -> job(options))
        .hasMessageContaining("effect.topics.effects")
        .hasMessageContaining("kafka.topics.stickiness");
  }

  @Test
  void refusesToWaitLongerThanDuplicatesAreKnown() {
    Configuration options = options();
    options.set(EffectOptions.LATENESS, Duration.ofDays(60));

    assertThatThrownBy(() -> job(options))
        .hasMessageContaining("effect.lateness")
        .hasMessageContaining("events.duplicates");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8})
  void hasTheSameDivisionOfStateWhateverTheParallelism(int parallelism) {
    assertThat(JobGraphs.maxParallelisms(job(options()), parallelism))
        .isEqualTo(JobGraphs.maxParallelisms(job(options()), 2));
  }

  @Test
  void everyOperatorHasANameForTheWebPage() {
    assertThat(job(options()).getStreamGraph().getStreamNodes())
        .extracting(StreamNode::getOperatorName)
        .noneMatch(name -> name.matches("(?i)process|map|sink.*unnamed.*|keyedprocess.*"));
  }

  /** What is forwarded is spread where the parallelism of one vertex alone is changed. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allWritesOfAKeyPassOneTaskWhateverParallelismAVertexIsGiven(boolean isChained) {
    Configuration options = options();
    options.set(PipelineOptions.OPERATOR_CHAINING, isChained);
    StreamExecutionEnvironment env = job(options);
    env.setParallelism(4);

    assertThat(JobGraphs.vertices(env, Pattern.compile("Redis")))
        .isNotEmpty()
        .allSatisfy(vertex -> assertThat(JobGraphs.exchangesInto(vertex)).isSubsetOf("HASH"));
  }
}
