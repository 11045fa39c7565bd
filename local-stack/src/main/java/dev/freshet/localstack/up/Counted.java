package dev.freshet.localstack.up;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What each job has counted in this process since a moment. */
final class Counted {

  private final Map<String, JobCounters.Counts> before =
      Stack.JOBS.stream().collect(Collectors.toMap(job -> job, JobCounters::read));

  /** Since this was made. */
  JobCounters.Counts by(String job) {
    return JobCounters.read(job).since(Objects.requireNonNull(before.get(job)));
  }

  /** Whether all jobs have read what a log sent to them. */
  boolean isAllOf(LogFeed log) {
    return Stack.JOBS.stream().allMatch(job -> by(job).all() >= log.sent());
  }
}
