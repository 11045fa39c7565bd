package dev.freshet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Flink session cluster as it is run for real: one JVM for the job manager and one for each task
 * manager, so that any can be killed.
 *
 * <p>They write what they log to files in their directory, and die with {@link #close()} or with an
 * orderly end of this JVM.
 */
public final class FlinkProcesses implements AutoCloseable {

  /**
   * Lets what RocksDB takes and gives back not lie about in an arena for each thread. Flink's image
   * has an allocator that sees to it; Flink's documentation names this where there is none.
   */
  private static final Map<String, String> ONE_ARENA = Map.of("MALLOC_ARENA_MAX", "1");

  private static final String JOB_MANAGER =
      "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

  private static final String LOGGING = "log4j2.properties";
  private static final int FRAMEWORK_HEAP_MIB = 128;
  private static final int SMALL_HEAP_MIB = 512;

  private final Path directory;
  private final Plan plan;
  private final int restPort;
  private final Thread killAtExit = new Thread(this::kill, "stop-flink-processes");
  private final List<Process> started = new ArrayList<>();
  private final Process[] taskManagers;
  private @Nullable Process jobManager;

  /**
   * What a cluster is made of.
   *
   * @param taskManagers how many
   * @param slots of each task manager
   * @param heapMib heap of each task manager, in MiB
   * @param overrides settings of Flink that replace the ones chosen here
   * @param classPath what Flink itself consists of, and the jobs if they are not brought along
   */
  public record Plan(
      int taskManagers, int slots, int heapMib, Map<String, String> overrides, String classPath) {}

  private FlinkProcesses(Path directory, Plan plan) {
    this.directory = directory;
    this.plan = plan;
    taskManagers = new Process[plan.taskManagers()];
    restPort = FreePort.orFree(Integer.parseInt(plan.overrides().getOrDefault("rest.port", "0")));
  }

  /**
   * Starts a job manager and one small task manager that know this JVM's classes; both may still be
   * finding each other afterwards.
   *
   * @param directory for configuration, logs and temporary files; made if it is new
   * @param slots of the task manager
   */
  public static FlinkProcesses start(Path directory, int slots) {
    return start(directory, slots, SMALL_HEAP_MIB, Map.of());
  }

  /**
   * Starts a job manager and one task manager that know this JVM's classes; both may still be
   * finding each other afterwards.
   *
   * @param heapMib heap of the task manager, in MiB
   * @param overrides settings of Flink that replace the ones chosen here
   */
  public static FlinkProcesses start(
      Path directory, int slots, int heapMib, Map<String, String> overrides) {
    String classPath = System.getProperty("java.class.path");
    return start(directory, new Plan(1, slots, heapMib, overrides, classPath));
  }

  /**
   * Starts a job manager and task managers; they may still be finding each other afterwards.
   *
   * @param directory for configuration, logs and temporary files; made if it is new
   */
  public static FlinkProcesses start(Path directory, Plan plan) {
    FlinkProcesses flink = new FlinkProcesses(directory.toAbsolutePath(), plan);
    Runtime.getRuntime().addShutdownHook(flink.killAtExit);
    flink.configure();
    flink.startJobManager();
    for (int number = 0; number < plan.taskManagers(); number++) {
      flink.startTaskManager(number);
    }
    return flink;
  }

  /** Where jobs are sent to, on the loopback interface. */
  public int restPort() {
    return restPort;
  }

  /** What runs jobs here. */
  public FlinkClient client() {
    return new FlinkClient(directory, plan.classPath());
  }

  /** Options of a JVM of Flink's, which logs as is said beside {@code config.yaml}. */
  static List<String> javaOptions(int heapMib, Path configuration) {
    return List.of(
        "-Xmx" + heapMib + "m",
        "-XX:+UseParallelGC",
        "-Dlog4j2.configurationFile=" + configuration.resolve(LOGGING),
        // One of those that Flink's own scripts open.
        "--add-opens=java.base/java.util=ALL-UNNAMED");
  }

  /** Starts the job manager, the first or one in place of the killed. */
  public void startJobManager() {
    jobManager = launch(JOB_MANAGER, SMALL_HEAP_MIB, List.of(), Map.of());
  }

  /** Starts the first task manager, or one in place of the killed. */
  public void startTaskManager() {
    startTaskManager(0);
  }

  /**
   * Starts a task manager, or one in place of the killed.
   *
   * @param number which one, from 0
   */
  public void startTaskManager(int number) {
    startTaskManager(number, Map.of(), Map.of());
  }

  /**
   * Starts a task manager that differs from the others, or one in place of the killed.
   *
   * @param number which one, from 0
   * @param overrides settings of Flink for this one alone
   * @param environment variables that it has beside this JVM's
   */
  public void startTaskManager(
      int number, Map<String, String> overrides, Map<String, String> environment) {
    List<String> properties = new ArrayList<>();
    overrides.forEach((key, value) -> properties.add("-D" + key + "=" + value));
    taskManagers[number] = launch(TASK_MANAGER, plan.heapMib(), properties, environment);
  }

  /** The process of the job manager, which may be dead. */
  public ProcessHandle jobManager() {
    if (jobManager == null) {
      throw new IllegalStateException("no job manager was started");
    }
    return jobManager.toHandle();
  }

  /** The process of the first task manager, which may be dead. */
  public ProcessHandle taskManager() {
    return taskManager(0);
  }

  /** The process of a task manager, which may be dead. */
  public ProcessHandle taskManager(int number) {
    return taskManagers[number].toHandle();
  }

  /** Kills the job manager as {@code kill -9} does, and returns when it is gone. */
  public void killJobManager() {
    kill(jobManager());
  }

  /** Kills the first task manager as {@code kill -9} does, and returns when it is gone. */
  public void killTaskManager() {
    killTaskManager(0);
  }

  /** Kills a task manager as {@code kill -9} does, and returns when it is gone. */
  public void killTaskManager(int number) {
    kill(taskManager(number));
  }

  private static void kill(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  /**
   * Starts what has died again, as Kubernetes does.
   *
   * @return how many processes there were
   */
  public int revive() {
    int revived = 0;
    if (!jobManager().isAlive()) {
      startJobManager();
      revived++;
    }
    for (int number = 0; number < taskManagers.length; number++) {
      if (!taskManager(number).isAlive()) {
        startTaskManager(number);
        revived++;
      }
    }
    return revived;
  }

  private void configure() {
    Map<String, Object> options =
        new TreeMap<>(
            Map.ofEntries(
                Map.entry("jobmanager.rpc.port", FreePort.orFree(0)),
                Map.entry("rest.port", restPort),
                Map.entry("taskmanager.numberOfTaskSlots", plan.slots()),
                Map.entry("taskmanager.cpu.cores", plan.slots()),
                Map.entry("taskmanager.memory.framework.heap.size", FRAMEWORK_HEAP_MIB + "m"),
                Map.entry("taskmanager.memory.framework.off-heap.size", "128m"),
                Map.entry(
                    "taskmanager.memory.task.heap.size",
                    (plan.heapMib() - FRAMEWORK_HEAP_MIB) + "m"),
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
    options.putAll(plan.overrides());
    StringBuilder text = new StringBuilder();
    LoopbackFlink.configuration().toMap().forEach((key, value) -> append(text, key, value));
    options.forEach((key, value) -> append(text, key, value));
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("config.yaml"), text);
      Files.writeString(directory.resolve(LOGGING), logging());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void append(StringBuilder text, String key, Object value) {
    text.append(key).append(": ").append(value).append('\n');
  }

  private static String logging() {
    return """
        rootLogger.level = INFO
        rootLogger.appenderRef.console.ref = console
        appender.console.name = console
        appender.console.type = Console
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5level %logger{1} - %msg%n
        logger.kafka.name = org.apache.kafka
        logger.kafka.level = WARN
        """;
  }

  private synchronized Process launch(
      String main, int heap, List<String> properties, Map<String, String> environment) {
    String name = main.substring(main.lastIndexOf('.') + 1) + started.size();
    List<String> arguments = new ArrayList<>(List.of(main, "--configDir", directory.toString()));
    arguments.addAll(properties);
    ProcessBuilder builder =
        ChildProcess.java(plan.classPath(), javaOptions(heap, directory), arguments)
            .redirectOutput(directory.resolve(name).toFile());
    builder.environment().putAll(ONE_ARENA);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
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
