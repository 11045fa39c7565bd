package dev.freshet.testing;

import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.JobMain;
import dev.freshet.runtime.kafka.KafkaOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobEdge;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;

/** The graph of a job that is defined, but does not run. */
public final class JobGraphs {

  private JobGraphs() {}

  /** The environment in which a job is defined with these options, though nobody is there. */
  public static StreamExecutionEnvironment define(JobMain.Definition job, Configuration options) {
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, "nowhere:9092");
    StreamExecutionEnvironment env = JobEnvironment.create(options);
    job.define(env, options);
    return env;
  }

  /** The uids by which savepoints know its operators. */
  public static List<String> uids(StreamExecutionEnvironment env) {
    return env.getStreamGraph().getStreamNodes().stream()
        .map(StreamNode::getTransformationUID)
        .filter(Objects::nonNull)
        .toList();
  }

  /** Its vertices in whose names a pattern is found. */
  public static List<JobVertex> vertices(StreamExecutionEnvironment env, Pattern name) {
    return StreamSupport.stream(
            env.getStreamGraph().getJobGraph().getVertices().spliterator(), false)
        .filter(vertex -> name.matcher(vertex.getName()).find())
        .toList();
  }

  /**
   * Into how many parts the state of each operator can be divided, where operators have so many
   * tasks. Flink restores an operator only where that number is the same.
   */
  public static Map<OperatorID, Integer> maxParallelisms(
      StreamExecutionEnvironment env, int parallelism) {
    env.setParallelism(parallelism);
    Map<OperatorID, Integer> parts = new HashMap<>();
    for (JobVertex vertex : env.getStreamGraph().getJobGraph().getVertices()) {
      vertex
          .getOperatorIDs()
          .forEach(id -> parts.put(id.getGeneratedOperatorID(), vertex.getMaxParallelism()));
    }
    return parts;
  }

  /** How records come to a vertex that may have several tasks, such as {@code HASH}. */
  public static List<String> exchangesInto(JobVertex vertex) {
    return vertex.getMaxParallelism() == 1
        ? List.of()
        : vertex.getInputs().stream().map(JobEdge::getShipStrategyName).toList();
  }
}
