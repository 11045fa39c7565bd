package dev.freshet.runtime.redis;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.runtime.metrics.scope.ScopeFormat;

/**
 * A task that writes, as those know it that write in its place should the job be started anew.
 *
 * @param job the job's name
 * @param graph what a job manager made of the job: another after a start of either
 * @param task which of the job's tasks
 * @param attempt how often that task was begun before in the same graph
 */
record WriterTask(String job, String graph, String task, int attempt) {

  /** As Flink writes the id of an execution: graph, vertex with subtask, attempt. */
  private static final Pattern EXECUTION = Pattern.compile("([^_]+)_(.+)_(\\d+)");

  /**
   * @param variables of the metrics of one of the task's operators, where Flink tells the id of the
   *     execution
   * @throws IllegalStateException if it does not
   */
  static WriterTask of(String job, Map<String, String> variables) {
    String execution = variables.getOrDefault(ScopeFormat.SCOPE_TASK_ATTEMPT_ID, "");
    Matcher parts = EXECUTION.matcher(execution);
    if (!parts.matches()) {
      throw new IllegalStateException("Flink has changed the ids of executions: " + execution);
    }
    return new WriterTask(job, parts.group(1), parts.group(2), Integer.parseInt(parts.group(3)));
  }
}
