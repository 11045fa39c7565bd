package dev.freshet.localstack.cluster;

import dev.freshet.engagement.EngagementJob;
import dev.freshet.engagement.EngagementOptions;
import dev.freshet.localstack.up.LoopbackPrometheus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files of a cluster that is set up as staging is: those of the overlay as they are, and after
 * them, so that it wins, what this machine has instead of the overlay's addresses and storage.
 *
 * @param rendered what staging has, by job
 * @param here what the cluster is given, by job
 */
record StagedFiles(Map<String, List<Path>> rendered, Map<String, List<Path>> here) {

  private static final String ANY_PORT = "0";

  /** Processes share the machine, so each takes the next port. */
  private static final String METRICS_PORTS = "9249-9279";

  /**
   * Writes them.
   *
   * @param folders of the cluster
   */
  static StagedFiles write(StagingOverlay overlay, ClusterFolders folders) {
    Path folder = folders.path().resolve("staging");
    Path local = file(folder, "this-machine.yaml", text(ofThisMachine(folders)));
    StagedFiles files = new StagedFiles(new LinkedHashMap<>(), new LinkedHashMap<>());
    for (String job : ClusterJobs.NAMES) {
      Path flink = file(folder, "flink-" + job + ".yaml", text(overlay.flink(job)));
      List<Path> rendered = new ArrayList<>(List.of(flink));
      List<Path> here = new ArrayList<>(List.of(flink));
      overlay
          .optionFiles(job)
          .forEach(
              (name, content) -> {
                Path file = file(folder, name, content);
                rendered.add(file);
                if (overlay.secretFolders(job).stream().noneMatch(content::contains)) {
                  here.add(file);
                }
              });
      here.add(local);
      if (job.equals(EngagementJob.NAME)) {
        here.add(couponKey(folder));
      }
      files.rendered.put(job, rendered);
      files.here.put(job, here);
    }
    return files;
  }

  /** A key of coupons that stands for the one of a Secret. */
  private static Path couponKey(Path folder) {
    Path key = file(folder, "coupon-key", "no secret");
    return file(
        folder,
        "coupon-key.yaml",
        text(Map.of(EngagementOptions.COUPON_SECRET_FILE.key(), key.toString())));
  }

  private static Map<String, String> ofThisMachine(ClusterFolders folders) {
    Map<String, String> options = new TreeMap<>(folders.storage());
    options.put("blob.server.port", ANY_PORT);
    options.put("high-availability.jobmanager.port", ANY_PORT);
    options.put("high-availability.type", "zookeeper");
    options.put("taskmanager.data.port", ANY_PORT);
    options.put("taskmanager.rpc.port", ANY_PORT);
    options.put("metrics.reporter.prom.port", METRICS_PORTS);
    options.put("metrics.reporter.prom.factory.class", LoopbackPrometheus.Factory.class.getName());
    return options;
  }

  private static String text(Map<String, String> options) {
    return options.entrySet().stream()
        .map(option -> option.getKey() + ": \"" + option.getValue() + "\"\n")
        .collect(Collectors.joining());
  }

  private static Path file(Path folder, String name, String content) {
    try {
      return Files.writeString(Files.createDirectories(folder).resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
  }
}
