package dev.freshet.k8s.image;

import dev.freshet.k8s.check.BaseJob;
import dev.freshet.testing.FreePort;
import dev.freshet.testing.LoopbackFlink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * A job from the image: a job manager and a task manager in containers, with arguments,
 * configuration and sizes of the base. Other than there are only addresses, ports and storage, how
 * often it checkpoints, how long rewards wait, how far its JVMs compile, and who finds the leader,
 * which takes Kubernetes.
 */
final class StartedJob implements AutoCloseable {

  private static final String JOB_MANAGER =
      "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

  private final FlinkRest rest;
  private final List<Integer> metricsPorts = List.of(FreePort.orFree(0), FreePort.orFree(0));
  private final FlinkContainer jobManager;
  private final FlinkContainer taskManager;

  /**
   * Starts it.
   *
   * @param volumes with the options of the job
   * @param options of the job manager
   * @param logs folder for what the processes print
   */
  StartedJob(
      Buildah buildah,
      String image,
      BaseJob job,
      PodVolumes volumes,
      List<String> options,
      Path logs)
      throws IOException, InterruptedException {
    Configuration flink = configuration(job);
    volumes.writeConfiguration(flink);
    rest = new FlinkRest(flink.get(RestOptions.PORT));
    jobManager =
        FlinkContainer.start(
            buildah,
            image,
            volumes.folders(),
            logs.resolve(job.name() + "-job-manager.log"),
            jobManager(job, flink, options));
    taskManager =
        FlinkContainer.start(
            buildah,
            image,
            volumes.folders(),
            logs.resolve(job.name() + "-task-manager.log"),
            taskManager(flink));
  }

  private static Configuration configuration(BaseJob job) {
    Map<String, String> base = job.configuration();
    base.keySet()
        .removeIf(key -> key.startsWith("kubernetes.") || key.startsWith("high-availability."));
    Configuration flink = Configuration.fromMap(base);
    flink.addAll(LoopbackFlink.configuration());
    flink.addAll(PodVolumes.storage());
    flink.addAll(
        Configuration.fromMap(
            Map.of(
                "blob.server.port", "0",
                "execution.checkpointing.interval", "10 s",
                "parallelism.default", job.at("spec.job.parallelism"),
                "taskmanager.data.port", "0",
                "taskmanager.rpc.port", "0")));
    flink.set(RestOptions.PORT, FreePort.orFree(0));
    flink.set(JobManagerOptions.PORT, FreePort.orFree(0));
    flink.set(JobManagerOptions.TOTAL_PROCESS_MEMORY, memory(job, "jobManager"));
    flink.set(TaskManagerOptions.TOTAL_PROCESS_MEMORY, memory(job, "taskManager"));
    return flink;
  }

  private static MemorySize memory(BaseJob job, String process) {
    return MemorySize.parse(job.at("spec." + process + ".resource.memory"));
  }

  private List<String> jobManager(BaseJob job, Configuration flink, List<String> options) {
    JobManagerProcessSpec sizes = JobManagerProcessUtils.processSpecFromConfig(flink);
    List<String> command =
        java(JobManagerProcessUtils.generateJvmParametersStr(sizes, flink), JOB_MANAGER, 0);
    command.addAll(words(JobManagerProcessUtils.generateDynamicConfigsStr(sizes)));
    command.addAll(List.of("--jars", job.at("spec.job.jarURI")));
    command.addAll(List.of("--job-classname", job.at("spec.job.entryClass")));
    command.addAll(options);
    // What follows is not Flink's: it would take --config for the beginning of --configDir.
    command.add("--");
    command.addAll(job.arguments());
    command.addAll(List.of("--config", PodVolumes.ADDRESSES));
    return command;
  }

  private List<String> taskManager(Configuration flink) {
    TaskExecutorProcessSpec sizes = TaskExecutorProcessUtils.processSpecFromConfig(flink);
    List<String> command =
        java(ProcessMemoryUtils.generateJvmParametersStr(sizes), TASK_MANAGER, 1);
    command.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(sizes)));
    return command;
  }

  private List<String> java(String options, String main, int process) {
    List<String> command = new ArrayList<>(List.of("java"));
    command.addAll(words(options));
    // Four jobs begin on this one machine, and live too short for the compiler's best.
    command.add("-XX:TieredStopAtLevel=1");
    // One of those that Flink's own scripts open.
    command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
    command.add("-Dlog4j2.configurationFile=" + PodVolumes.LOGGING);
    command.addAll(List.of("-cp", "/opt/flink/lib/*", main));
    command.addAll(List.of("--configDir", PodVolumes.CONFIGURATION));
    // On one machine two processes cannot have the same.
    command.addAll(List.of("-D", "metrics.reporter.prom.port=" + metricsPorts.get(process)));
    return command;
  }

  private static List<String> words(String options) {
    return List.of(options.strip().split("\\s+"));
  }

  FlinkRest rest() {
    return rest;
  }

  /** The metrics of both processes. */
  String metrics() throws IOException, InterruptedException {
    return rest.scrape(metricsPorts.get(0)) + rest.scrape(metricsPorts.get(1));
  }

  boolean hasJobManager() {
    return jobManager.isRunning();
  }

  boolean hasTaskManager() {
    return taskManager.isRunning();
  }

  @Override
  public void close() {
    taskManager.close();
    jobManager.close();
  }
}
