package dev.freshet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Flink session cluster as it is run for real: one JVM for the job manager and one for the task
 * manager, so that either can be killed.
 *
 * <p>Both have the class path of this JVM, and so know its jobs. They write what they log to files
 * in their directory, and die with {@link #close()} or with an orderly end of this JVM.
 */
public final class FlinkProcesses implements AutoCloseable {

  private static final String JOB_MANAGER =
      "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

  private final Path directory;
  private final int restPort = FreePort.orFree(0);
  private final Thread killAtExit = new Thread(this::kill, "stop-flink-processes");
  private final List<Process> started = new ArrayList<>();
  private @Nullable Process taskManager;

  private FlinkProcesses(Path directory) {
    this.directory = directory;
  }

  /**
   * Starts a job manager and one task manager; both may still be finding each other afterwards.
   *
   * @param directory for configuration, logs and temporary files; made if it is new
   * @param slots of the task manager
   */
  public static FlinkProcesses start(Path directory, int slots) {
    FlinkProcesses flink = new FlinkProcesses(directory);
    Runtime.getRuntime().addShutdownHook(flink.killAtExit);
    flink.configure(slots);
    flink.launch(JOB_MANAGER);
    flink.startTaskManager();
    return flink;
  }

  /** Where jobs are sent to, on the loopback interface. */
  public int restPort() {
    return restPort;
  }

  /** Starts a task manager, the first or one in place of the killed. */
  public void startTaskManager() {
    taskManager = launch(TASK_MANAGER);
  }

  /** Kills the task manager as {@code kill -9} does, and returns when it is gone. */
  public void killTaskManager() throws InterruptedException {
    Process killed = taskManager;
    if (killed == null) {
      throw new IllegalStateException("no task manager runs");
    }
    killed.destroyForcibly().waitFor();
    taskManager = null;
  }

  private void configure(int slots) {
    Map<String, Object> options =
        Map.ofEntries(
            Map.entry("jobmanager.rpc.port", FreePort.orFree(0)),
            Map.entry("rest.port", restPort),
            Map.entry("taskmanager.numberOfTaskSlots", slots),
            Map.entry("taskmanager.cpu.cores", slots),
            Map.entry("taskmanager.memory.framework.heap.size", "128m"),
            Map.entry("taskmanager.memory.framework.off-heap.size", "128m"),
            Map.entry("taskmanager.memory.task.heap.size", "384m"),
            Map.entry("taskmanager.memory.task.off-heap.size", "0m"),
            Map.entry("taskmanager.memory.network.min", "64m"),
            Map.entry("taskmanager.memory.network.max", "64m"),
            Map.entry("taskmanager.memory.managed.size", "128m"),
            Map.entry("taskmanager.memory.jvm-metaspace.size", "256m"),
            Map.entry("taskmanager.memory.jvm-overhead.min", "64m"),
            Map.entry("taskmanager.memory.jvm-overhead.max", "64m"),
            Map.entry("heartbeat.interval", "500 ms"),
            Map.entry("heartbeat.timeout", "5 s"),
            Map.entry("io.tmp.dirs", directory.toString()));
    StringBuilder text = new StringBuilder();
    LoopbackFlink.configuration().toMap().forEach((key, value) -> append(text, key, value));
    options.forEach((key, value) -> append(text, key, value));
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("config.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void append(StringBuilder text, String key, Object value) {
    text.append(key).append(": ").append(value).append('\n');
  }

  private synchronized Process launch(String main) {
    Path log = directory.resolve(main.substring(main.lastIndexOf('.') + 1) + started.size());
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx512m",
                  "-XX:+UseParallelGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  main,
                  "--configDir",
                  directory.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      started.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + main, e);
    }
  }

  private synchronized void kill() {
    started.forEach(Process::destroyForcibly);
  }

  @Override
  public void close() {
    kill();
    started.forEach(process -> process.onExit().join());
    try {
      Runtime.getRuntime().removeShutdownHook(killAtExit);
    } catch (IllegalStateException e) {
      // This JVM is going down, and the hook has run.
    }
  }
}
