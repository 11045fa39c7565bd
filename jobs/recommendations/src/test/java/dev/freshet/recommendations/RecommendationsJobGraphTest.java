package dev.freshet.recommendations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.kafka.KafkaOptions;
import java.util.Objects;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/** A savepoint finds its state by operator uid, so a changed uid is lost state. */
class RecommendationsJobGraphTest {

  private static StreamExecutionEnvironment job() {
    Configuration options = new Configuration();
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, "nowhere:9092");
    StreamExecutionEnvironment env = JobEnvironment.create(options);
    RecommendationsJob.define(env, options);
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
        .containsExactlyInAnyOrder("model", "catalogue-items", "item-notices", "flooded-records");
  }

  @Test
  void everyOperatorHasANameForTheWebPage() {
    assertThat(job().getStreamGraph().getStreamNodes())
        .extracting(StreamNode::getOperatorName)
        .noneMatch(name -> name.matches("(?i)process|map|sink.*unnamed.*|keyedprocess.*"));
  }
}
