package dev.freshet.localstack.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a cluster on this machine has otherwise than staging, a line each. */
final class Differences {

  private Differences() {}

  /** Options first; most differ for all jobs alike. */
  static List<String> of(StagingOverlay overlay, StagedFiles files, ClusterSettings settings) {
    Map<String, Set<String>> jobs = new TreeMap<>();
    for (String job : ClusterJobs.NAMES) {
      for (String difference : ofOptions(job, files, settings)) {
        jobs.computeIfAbsent(difference, unused -> new TreeSet<>()).add(job);
      }
    }
    List<String> lines = new ArrayList<>();
    jobs.forEach((difference, of) -> lines.add(difference + forWhom(of)));
    lines.add("one Flink for each job → one for all of them, which run at the parallelism given");
    for (String job : ClusterJobs.NAMES) {
      lines.add(
          "memory of a task manager: %s → %d MiB of heap, for all jobs  (%s)"
              .formatted(
                  overlay.memory(job, "taskManager"), FlinkCluster.TASK_MANAGER_HEAP_MIB, job));
    }
    return lines;
  }

  private static String forWhom(Set<String> jobs) {
    return jobs.size() < ClusterJobs.NAMES.size() ? "  (" + String.join(", ", jobs) + ")" : "";
  }

  /** Where a job's options differ: what it was, and what it is. */
  static List<String> ofOptions(String job, StagedFiles files, ClusterSettings settings) {
    Map<String, String> staging =
        ClusterSettings.options(Objects.requireNonNull(files.rendered().get(job)));
    Map<String, String> here = settings.options(job);
    Set<String> keys = new TreeSet<>(staging.keySet());
    keys.addAll(here.keySet());
    return keys.stream()
        .filter(key -> !Objects.equals(staging.get(key), here.get(key)))
        .map(key -> "%s: %s → %s".formatted(key, orNone(staging, key), orNone(here, key)))
        .toList();
  }

  private static String orNone(Map<String, String> options, String key) {
    return options.getOrDefault(key, "none");
  }
}
