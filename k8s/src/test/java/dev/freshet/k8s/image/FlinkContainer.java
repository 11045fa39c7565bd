package dev.freshet.k8s.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One process of Flink in a container of its own, on the network of this machine. */
final class FlinkContainer implements AutoCloseable {

  private static final long LONGEST_END_SECONDS = 30;

  private final Buildah buildah;
  private final String container;
  private final Process process;

  private FlinkContainer(Buildah buildah, String container, Process process) {
    this.buildah = buildah;
    this.container = container;
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param folders of this machine by where the container has them
   * @param log file to which what it prints is added
   * @param command what runs in it
   */
  static FlinkContainer start(
      Buildah buildah, String image, Map<String, Path> folders, Path log, List<String> command)
      throws IOException, InterruptedException {
    String container = buildah.run("from", image);
    List<String> all = new ArrayList<>(buildah.command("run", "--isolation", "oci"));
    all.addAll(List.of("--runtime", buildah.runtime(), "--network", "host"));
    // Flink looks its own name up, which a pod can too.
    all.addAll(List.of("--hostname", "localhost"));
    folders.forEach((inside, outside) -> all.addAll(List.of("--volume", outside + ":" + inside)));
    all.addAll(List.of(container, "--"));
    all.addAll(command);
    Process process =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new FlinkContainer(buildah, container, process);
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Kills what runs in it, and removes it. */
  @Override
  public void close() {
    // Not buildah itself, which has to take the container down.
    process
        .descendants()
        .filter(each -> each.info().command().orElse("").endsWith("/java"))
        .forEach(ProcessHandle::destroyForcibly);
    try {
      if (!process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      buildah.run("rm", container);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the container " + container, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
