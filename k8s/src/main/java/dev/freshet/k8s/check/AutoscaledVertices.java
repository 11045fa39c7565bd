package dev.freshet.k8s.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.runtime.jobgraph.JobEdge;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;

/**
 * The autoscaler leaves alone what cannot change alone: a vertex of one task by nature, and the two
 * ends of an edge on which each task hands on to the task of its own number.
 */
final class AutoscaledVertices implements Rule {

  private static final String ENABLED = "job.autoscaler.enabled";
  private static final String EXCLUDED = "job.autoscaler.vertex.exclude.ids";
  private static final String FORWARD = "FORWARD";

  @Override
  public List<Finding> check(Rendering rendering) {
    List<Finding> findings = new ArrayList<>();
    for (FlinkDeployment job : rendering.jobs()) {
      Map<String, String> configuration = job.configuration();
      if (Boolean.parseBoolean(configuration.get(ENABLED))) {
        compare(job, rendering, findings);
      }
    }
    return findings;
  }

  private static Set<String> excluded(Map<String, String> configuration) {
    return new TreeSet<>(List.of(configuration.getOrDefault(EXCLUDED, "").split(";", -1)));
  }

  /** What may not be scaled alone: names of vertices by id. */
  static Map<String, String> fixed(JobGraph graph) {
    Map<String, String> fixed = new TreeMap<>();
    for (JobVertex vertex : graph.getVertices()) {
      if (vertex.getParallelism() == 1) {
        fixed.put(vertex.getID().toString(), vertex.getName());
      }
      for (JobEdge edge : vertex.getInputs()) {
        if (FORWARD.equals(edge.getShipStrategyName())) {
          JobVertex source = edge.getSource().getProducer();
          fixed.put(source.getID().toString(), source.getName());
          fixed.put(vertex.getID().toString(), vertex.getName());
        }
      }
    }
    return fixed;
  }

  private static void compare(FlinkDeployment job, Rendering rendering, List<Finding> findings) {
    Map<String, String> fixed;
    try {
      fixed = fixed(DryRun.of(job, rendering));
    } catch (IllegalArgumentException e) {
      // What keeps the job from beginning is told by another rule.
      return;
    }
    if (!excluded(job.configuration()).equals(fixed.keySet())) {
      findings.add(
          job.manifest()
              .finding(
                  FlinkDeployment.CONFIGURATION + "." + EXCLUDED,
                  "must be %s, which are %s"
                      .formatted(String.join(";", fixed.keySet()), fixed.values())));
    }
  }
}
