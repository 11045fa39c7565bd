package dev.freshet.localstack.bench.lab;

import dev.freshet.localstack.bench.job.RunResult;
import dev.freshet.localstack.bench.job.Variant;

/** One job's run over a log. */
public record Measured(Variant variant, Log log, RunResult run, RedisUse.Used redis) {

  public double totalPerSecond() {
    return run.events() / run.totalSeconds();
  }

  public double steadyPerSecond() {
    return run.steadyEvents() / run.steadySeconds();
  }

  /** Processor seconds of the job's JVM for a million events after the warm-up, checkpointed. */
  public double cpuPerMillion() {
    return run.steadyCpuSeconds() / run.steadyEvents() * 1e6;
  }

  public double redisCpuPerMillion() {
    return redis.cpuSeconds() / run.events() * 1e6;
  }

  public double redisOperationsPerEvent() {
    return (double) redis.writes() / run.events();
  }

  public double redisBytesPerEvent() {
    return (double) redis.bytesIn() / run.events();
  }

  public double bytesPerUser() {
    return (double) run.userStateBytes() / log.users();
  }

  public double bytesPerItem() {
    return (double) run.itemStateBytes() / log.items();
  }
}
