package dev.freshet.localstack.bench;

import dev.freshet.localstack.bench.job.RunResult;
import dev.freshet.localstack.bench.job.Variant;

/** One job's run over a log. */
record Measured(Variant variant, Log log, RunResult run, RedisUse.Used redis) {

  double totalPerSecond() {
    return run.events() / run.totalSeconds();
  }

  double steadyPerSecond() {
    return run.steadyEvents() / run.steadySeconds();
  }

  /** Processor seconds of the job's JVM for a million events after the warm-up, checkpointed. */
  double cpuPerMillion() {
    return run.steadyCpuSeconds() / run.steadyEvents() * 1e6;
  }

  double redisCpuPerMillion() {
    return redis.cpuSeconds() / run.events() * 1e6;
  }

  double redisOperationsPerEvent() {
    return (double) redis.writes() / run.events();
  }

  double redisBytesPerEvent() {
    return (double) redis.bytesIn() / run.events();
  }

  double bytesPerUser() {
    return (double) run.userStateBytes() / log.users();
  }

  double bytesPerItem() {
    return (double) run.itemStateBytes() / log.items();
  }
}
