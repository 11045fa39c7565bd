package dev.freshet.recommendations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.testing.JobGraphs;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A savepoint finds its state by operator uid, so a changed uid is lost state. */
class RecommendationsJobGraphTest {

  private static StreamExecutionEnvironment job() {
    return job(new Configuration());
  }

  private static StreamExecutionEnvironment job(Configuration options) {
    return JobGraphs.define(RecommendationsJob::define, options);
  }

  @Test
  void operatorUidsAreStable() {
    assertThat(JobGraphs.uids(job()))
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
            "history",
            "items",
            "model",
            "ranking",
            "redis-users",
            "redis-platform");
  }

  /**
   * The model gets a sample, the others what the catalogue says, new items and what is rejected.
   */
  @Test
  void noTaskThatAllEventsPassIsAlone() {
    StreamExecutionEnvironment env = job();
    env.setParallelism(4);

    assertThat(env.getStreamGraph().getStreamNodes())
        .filteredOn(node -> node.getMaxParallelism() == 1)
        .extracting(StreamNode::getTransformationUID)
        .containsExactlyInAnyOrder(
            "model", "redis-platform", "catalogue-items", "item-notices", "flooded-records");
  }

  /** A topic that nobody wants to read costs nothing. */
  @Test
  void tellsUsersStatesOnlyWhereATopicIsNamed() {
    List<String> added = new ArrayList<>(JobGraphs.uids(job(telling())));
    added.removeAll(JobGraphs.uids(job()));

    assertThat(added)
        .containsExactlyInAnyOrder(
            "user-states", "kafka-user-states", "Sink Committer: kafka-user-states");
  }

  @Test
  void readsExperimentsOnlyWhereATopicIsNamed() {
    Configuration options = new Configuration();
    options.set(KafkaOptions.TOPICS_EXPERIMENTS, "experiments");
    List<String> added = new ArrayList<>(JobGraphs.uids(job(options)));
    added.removeAll(JobGraphs.uids(job()));

    assertThat(added)
        .containsExactlyInAnyOrder(
            "experiments",
            "experiments-at-start",
            "experiments-end-of-start",
            "experiment-records",
            "experiment-inputs");
  }

  @Test
  void readsRulesOnlyWhereATopicIsNamed() {
    Configuration options = new Configuration();
    options.set(KafkaOptions.TOPICS_RULES, "rules");
    List<String> added = new ArrayList<>(JobGraphs.uids(job(options)));
    added.removeAll(JobGraphs.uids(job()));

    assertThat(added)
        .containsExactlyInAnyOrder(
            "rules",
            "rules-at-start",
            "rules-end-of-start",
            "list-rule-records",
            "list-rule-inputs");
  }

  @Test
  void refusesATopicOfExperimentsThatIsAnotherOnes() {
    Configuration options = new Configuration();
    options.set(KafkaOptions.TOPICS_EXPERIMENTS, "clicks");

    assertThatThrownBy(() -> job(options)).hasMessageContaining("kafka.topics.experiments");
  }

  /** A job that hears of no lists is the job that it was. */
  @Test
  void hearsOfListsOnlyWhereATopicIsNamed() {
    Configuration options = new Configuration();
    options.set(KafkaOptions.TOPICS_EXPOSURES, "exposures");
    List<String> added = new ArrayList<>(JobGraphs.uids(job(options)));
    added.removeAll(JobGraphs.uids(job()));
    assertThat(added)
        .containsExactlyInAnyOrder(
            "read-exposures", "exposure-records", "clean-exposures", "flooded-exposures");

    options.set(RecommendationsOptions.EXPOSURES_LEARN, false);
    options.set(RecommendationsOptions.EXPOSURES_FADE, false);
    options.set(RecommendationsOptions.EXPOSURES_APPEAL, false);
    assertThat(JobGraphs.uids(job(options)))
        .containsExactlyInAnyOrderElementsOf(JobGraphs.uids(job()));
  }

  private static Configuration telling() {
    Configuration options = new Configuration();
    options.set(KafkaOptions.TOPICS_INTERESTS, "interests");
    return options;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void dividesItsStateAlikeInAnyNumberOfTasks(int parallelism) {
    assertThat(JobGraphs.maxParallelisms(job(), parallelism))
        .isEqualTo(JobGraphs.maxParallelisms(job(), 2));
  }

  @Test
  void everyOperatorHasANameForTheWebPage() {
    assertThat(job(telling()).getStreamGraph().getStreamNodes())
        .extracting(StreamNode::getOperatorName)
        .noneMatch(name -> name.matches("(?i)process|map|sink.*unnamed.*|keyedprocess.*"));
  }

  /** What is forwarded is spread where the parallelism of one vertex alone is changed. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allWritesOfAKeyPassOneTaskWhateverParallelismAVertexIsGiven(boolean isChained) {
    Configuration options = telling();
    options.set(PipelineOptions.OPERATOR_CHAINING, isChained);
    StreamExecutionEnvironment env = job(options);
    env.setParallelism(4);

    assertThat(JobGraphs.vertices(env, Pattern.compile("Redis|states of users to Kafka: W")))
        .isNotEmpty()
        .allSatisfy(
            vertex -> assertThat(JobGraphs.exchangesInto(vertex)).isSubsetOf("HASH", "BROADCAST"));
  }
}
