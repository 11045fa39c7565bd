package dev.freshet.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The command {@code flink} of Flink's image, each time in a JVM of its own. */
public final class FlinkClient {

  private static final String MAIN = "org.apache.flink.client.cli.CliFrontend";

  /** What the command logs of itself, and lines of stack traces. */
  private static final Pattern NOISE =
      Pattern.compile("^([0-9:.]+ INFO |\\s+(at |\\.\\.\\. \\d+ ))");

  private final Path configuration;
  private final String classPath;

  /**
   * @param configuration the directory that has {@code config.yaml} of the cluster
   * @param classPath what Flink consists of
   */
  public FlinkClient(Path configuration, String classPath) {
    this.configuration = configuration;
    this.classPath = classPath;
  }

  /**
   * Runs a job as {@code flink run --detached} does, and returns when it is submitted.
   *
   * @param options of the command, such as {@code --parallelism 2}
   * @param jar with the job and all that Flink lacks
   * @param arguments of the job
   * @throws IllegalStateException if it was not submitted, with what the command complained of
   */
  public void run(List<String> options, Path jar, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(MAIN, "run", "--detached"));
    command.addAll(options);
    command.add(jar.toString());
    command.addAll(arguments);
    ProcessBuilder client =
        ChildProcess.java(classPath, FlinkProcesses.javaOptions(512, configuration), command);
    client.environment().put("FLINK_CONF_DIR", configuration.toString());
    Process process = client.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(jar + " was not submitted:\n" + complaint(printed));
    }
  }

  private static String complaint(String printed) {
    return printed
        .lines()
        .filter(line -> !NOISE.matcher(line).find())
        .distinct()
        .collect(Collectors.joining("\n"));
  }
}
