package dev.freshet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A real ZooKeeper in a JVM of its own on the loopback interface, by which job managers find out
 * who leads and what runs. It is the one that Flink brings along.
 */
public final class ZooKeeperProcess implements AutoCloseable {

  private static final String MAIN = "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer";
  private static final int TICK_MILLIS = 1_000;

  private final int port = FreePort.orFree(0);
  private final Process process;
  private final Thread killAtExit;

  private ZooKeeperProcess(Path directory, String classPath) {
    try {
      Files.createDirectories(directory);
      Path settings = directory.resolve("zoo.cfg");
      Files.writeString(settings, settings(directory));
      process =
          ChildProcess.java(
                  classPath,
                  List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                  List.of(MAIN, "--zkConfigFile", settings.toString(), "--peerId", "1"))
              .redirectOutput(directory.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start ZooKeeper", e);
    }
    killAtExit = new Thread(process::destroyForcibly, "stop-zookeeper");
    Runtime.getRuntime().addShutdownHook(killAtExit);
  }

  /**
   * Starts one; clients wait until it serves.
   *
   * @param directory for what it keeps; made if it is new
   * @param classPath what Flink consists of
   */
  public static ZooKeeperProcess start(Path directory, String classPath) {
    return new ZooKeeperProcess(directory.toAbsolutePath(), classPath);
  }

  private String settings(Path directory) {
    return """
        tickTime=%d
        dataDir=%s
        clientPort=%d
        clientPortAddress=%s
        admin.enableServer=false
        """
        .formatted(TICK_MILLIS, directory.resolve("data"), port, LoopbackFlink.ADDRESS);
  }

  /** Where it listens, host and port. */
  public String address() {
    return LoopbackFlink.ADDRESS + ":" + port;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    try {
      Runtime.getRuntime().removeShutdownHook(killAtExit);
    } catch (IllegalStateException e) {
      // This JVM is going down, and the hook has run.
    }
  }
}
