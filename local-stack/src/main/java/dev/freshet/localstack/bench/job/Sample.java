package dev.freshet.localstack.bench.job;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How far this process has come.
 *
 * @param read events read
 * @param atNanos when, by {@link System#nanoTime}
 * @param cpuSeconds processor time spent, all threads
 */
record Sample(long read, long atNanos, double cpuSeconds) {

  static Sample now() {
    long cpuNanos =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    return new Sample(JobMetrics.read(), System.nanoTime(), cpuNanos / 1e9);
  }

  double secondsSince(Sample before) {
    return (atNanos - before.atNanos) / 1e9;
  }

  double cpuSecondsSince(Sample before) {
    return cpuSeconds - before.cpuSeconds;
  }
}
