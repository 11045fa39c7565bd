package dev.freshet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Flink session cluster as it is run for real: one JVM for the job manager and one for the task
 * manager, so that either can be killed.
 *
 * <p>Both have the class path of this JVM, and so know its jobs, unless another is given. They
 * write what they log to files in their directory, and die with {@link #close()} or with an orderly
 * end of this JVM.
 */
public final class FlinkProcesses implements AutoCloseable {

  private static final String JOB_MANAGER =
      "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

  private static final int FRAMEWORK_HEAP_MIB = 128;
  private static final int SMALL_HEAP_MIB = 512;

  private final Path directory;
  private final int heapMib;
  private final String classPath;
  private final int restPort = FreePort.orFree(0);
  private final Thread killAtExit = new Thread(this::kill, "stop-flink-processes");
  private final List<Process> started = new ArrayList<>();
  private @Nullable Process taskManager;

  private FlinkProcesses(Path directory, int heapMib, String classPath) {
    this.directory = directory;
    this.heapMib = heapMib;
    this.classPath = classPath;
  }

  /**
   * Starts a job manager and one small task manager; both may still be finding each other
   * afterwards.
   *
   * @param directory for configuration, logs and temporary files; made if it is new
   * @param slots of the task manager
   */
  public static FlinkProcesses start(Path directory, int slots) {
    return start(directory, slots, SMALL_HEAP_MIB, Map.of());
  }

  /**
   * Starts a job manager and one task manager; both may still be finding each other afterwards.
   *
   * @param heapMib heap of the task manager, in MiB
   * @param overrides settings of Flink that replace the ones chosen here
   */
  public static FlinkProcesses start(
      Path directory, int slots, int heapMib, Map<String, String> overrides) {
    return start(directory, slots, heapMib, overrides, System.getProperty("java.class.path"));
  }

  /**
   * Starts a job manager and one task manager; both may still be finding each other afterwards.
   *
   * @param heapMib heap of the task manager, in MiB
   * @param overrides settings of Flink that replace the ones chosen here
   * @param classPath what Flink itself consists of, and the jobs if they are not brought along
   */
  public static FlinkProcesses start(
      Path directory, int slots, int heapMib, Map<String, String> overrides, String classPath) {
    FlinkProcesses flink = new FlinkProcesses(directory, heapMib, classPath);
    Runtime.getRuntime().addShutdownHook(flink.killAtExit);
    flink.configure(slots, overrides);
    flink.launch(JOB_MANAGER, SMALL_HEAP_MIB);
    flink.startTaskManager();
    return flink;
  }

  /** Where jobs are sent to, on the loopback interface. */
  public int restPort() {
    return restPort;
  }

  /**
   * Runs a job as {@code flink run --detached} does, and returns when it is submitted.
   *
   * @param jar with the job and all that Flink lacks
   * @param arguments of the job
   * @throws IllegalStateException if it was not submitted, with what the command printed
   */
  public void run(Path jar, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(java(SMALL_HEAP_MIB));
    command.add("org.apache.flink.client.cli.CliFrontend");
    command.addAll(List.of("run", "--detached", jar.toString()));
    command.addAll(arguments);
    ProcessBuilder client = new ProcessBuilder(command).redirectErrorStream(true);
    client.environment().put("FLINK_CONF_DIR", directory.toString());
    Process process = client.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(jar + " was not submitted:\n" + printed);
    }
  }

  private List<String> java(int heap) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + heap + "m",
        "-XX:+UseParallelGC",
        // One of those that Flink's own scripts open.
        "--add-opens=java.base/java.util=ALL-UNNAMED",
        "-cp",
        classPath);
  }

  /** Starts a task manager, the first or one in place of the killed. */
  public void startTaskManager() {
    taskManager = launch(TASK_MANAGER, heapMib);
  }

  /**
   * The process of the task manager.
   *
   * @throws IllegalStateException if it was killed and none was started since
   */
  public ProcessHandle taskManager() {
    return running().toHandle();
  }

  private Process running() {
    Process running = taskManager;
    if (running == null) {
      throw new IllegalStateException("no task manager runs");
    }
    return running;
  }

  /** Kills the task manager as {@code kill -9} does, and returns when it is gone. */
  public void killTaskManager() throws InterruptedException {
    running().destroyForcibly().waitFor();
    taskManager = null;
  }

  private void configure(int slots, Map<String, String> overrides) {
    Map<String, Object> options =
        new TreeMap<>(
            Map.ofEntries(
                Map.entry("jobmanager.rpc.port", FreePort.orFree(0)),
                Map.entry("rest.port", restPort),
                Map.entry("taskmanager.numberOfTaskSlots", slots),
                Map.entry("taskmanager.cpu.cores", slots),
                Map.entry("taskmanager.memory.framework.heap.size", FRAMEWORK_HEAP_MIB + "m"),
                Map.entry("taskmanager.memory.framework.off-heap.size", "128m"),
                Map.entry(
                    "taskmanager.memory.task.heap.size", (heapMib - FRAMEWORK_HEAP_MIB) + "m"),
                Map.entry("taskmanager.memory.task.off-heap.size", "0m"),
                Map.entry("taskmanager.memory.network.min", "64m"),
                Map.entry("taskmanager.memory.network.max", "64m"),
                Map.entry("taskmanager.memory.managed.size", "128m"),
                Map.entry("taskmanager.memory.jvm-metaspace.size", "256m"),
                Map.entry("taskmanager.memory.jvm-overhead.min", "64m"),
                Map.entry("taskmanager.memory.jvm-overhead.max", "64m"),
                Map.entry("heartbeat.interval", "500 ms"),
                Map.entry("heartbeat.timeout", "5 s"),
                Map.entry("io.tmp.dirs", directory.toString())));
    options.putAll(overrides);
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

  private synchronized Process launch(String main, int heap) {
    Path log = directory.resolve(main.substring(main.lastIndexOf('.') + 1) + started.size());
    List<String> command = new ArrayList<>(java(heap));
    command.addAll(List.of(main, "--configDir", directory.toString()));
    try {
      Process process =
          new ProcessBuilder(command)
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
