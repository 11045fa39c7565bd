package dev.freshet.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker in a JVM of its own, on the loopback interface, that can be killed. It ends
 * by itself when this JVM does, however that ends.
 */
public final class KafkaProcess implements AutoCloseable {

  private static final String READY = "ready";

  private final Path directory;
  private final int port;
  private final Map<String, String> overrides;
  private @Nullable Process process;

  private KafkaProcess(Path directory, int port, Map<String, String> overrides) {
    this.directory = directory;
    this.port = port;
    this.overrides = Map.copyOf(overrides);
  }

  /**
   * Starts a broker and returns when it serves.
   *
   * @param directory where topics are kept; made and formatted if it is new
   * @param overrides broker settings that replace the usual ones
   */
  public static KafkaProcess start(Path directory, int port, Map<String, String> overrides) {
    KafkaProcess kafka = new KafkaProcess(directory, port, overrides);
    kafka.launch();
    return kafka;
  }

  /**
   * Starts it again after {@link #kill()}, with the topics that it had, and returns when it serves.
   */
  public void launch() {
    List<String> arguments = new ArrayList<>();
    arguments.add(KafkaProcess.class.getName());
    arguments.add(directory.toString());
    arguments.add(Integer.toString(port));
    overrides.forEach((key, value) -> arguments.add(key + "=" + value));
    try {
      Process started =
          ChildProcess.java(
                  System.getProperty("java.class.path"),
                  List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                  arguments)
              .start();
      process = started;
      awaitReady(started.inputReader(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a JVM for Kafka", e);
    }
  }

  private static void awaitReady(BufferedReader output) throws IOException {
    List<String> said = new ArrayList<>();
    for (String line = output.readLine(); !READY.equals(line); line = output.readLine()) {
      if (line == null) {
        throw new IllegalStateException("Kafka did not start:\n" + String.join("\n", said));
      }
      said.add(line);
    }
    Thread reader = new Thread(() -> drain(output), "kafka-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** What nobody reads would hold the process up in the end. */
  private static void drain(BufferedReader output) {
    try {
      while (output.readLine() != null) {
        // Nobody wants to know.
      }
    } catch (IOException e) {
      // The stream breaks when the process is killed, which is no news.
    }
  }

  /** Kills the broker as {@code kill -9} does, and returns when it is gone. */
  public void kill() {
    Process running = process;
    process = null;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** Serves until standard input ends. Takes directory, port, and settings as {@code key=value}. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> overrides = new HashMap<>();
    for (String setting : List.of(arguments).subList(2, arguments.length)) {
      int equals = setting.indexOf('=');
      overrides.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    EmbeddedKafka kafka =
        EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), overrides);
    System.out.println(READY);
    while (System.in.read() >= 0) {
      // Whatever is said, only the end of it means something.
    }
    kafka.close();
    System.exit(0);
  }
}
