package dev.freshet.stickiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.kafka.KafkaOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.jobgraph.JobEdge;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A savepoint finds its state by operator uid, so a changed uid is lost state. */
class StickinessJobGraphTest {

  private static StreamExecutionEnvironment job() {
    return job(new Configuration());
  }

  private static StreamExecutionEnvironment job(Configuration options) {
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, "nowhere:9092");
    StreamExecutionEnvironment env = JobEnvironment.create(options);
    StickinessJob.define(env, options);
    return env;
  }

  @Test
  void operatorUidsAreStable() {
    assertThat(job().getStreamGraph().getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .filteredOn(Objects::nonNull)
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
            "user-tracking",
            "return-training",
            "conversion-training",
            "tier-counts",
            "platform",
            "publishing",
            "redis-users",
            "redis-platform");
  }

  private static List<String> uids(Configuration options) {
    return job(options).getStreamGraph().getStreamNodes().stream()
        .map(StreamNode::getTransformationUID)
        .filter(Objects::nonNull)
        .toList();
  }

  /** A topic that nobody wants to read costs nothing. */
  @Test
  void tellsUsersStatesOnlyWhereATopicIsNamed() {
    List<String> added = new ArrayList<>(uids(telling()));
    added.removeAll(uids(new Configuration()));

    assertThat(added)
        .containsExactlyInAnyOrder(
            "user-states", "kafka-user-states", "Sink Committer: kafka-user-states");
  }

  private static Configuration telling() {
    Configuration options = new Configuration();
    options.set(KafkaOptions.TOPICS_STICKINESS, "stickiness");
    return options;
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

    assertThat(env.getStreamGraph().getJobGraph().getVertices())
        .filteredOn(vertex -> vertex.getName().matches(".*(Redis|states of users to Kafka: W).*"))
        .isNotEmpty()
        .allSatisfy(
            vertex -> {
              if (vertex.getMaxParallelism() > 1) {
                assertThat(vertex.getInputs())
                    .extracting(JobEdge::getShipStrategyName)
                    .isSubsetOf("HASH", "BROADCAST");
              }
            });
  }
}
