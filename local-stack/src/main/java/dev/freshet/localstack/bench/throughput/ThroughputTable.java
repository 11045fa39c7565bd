package dev.freshet.localstack.bench.throughput;

import dev.freshet.localstack.bench.job.Variant;
import dev.freshet.localstack.bench.lab.Log;
import dev.freshet.localstack.bench.lab.Measured;
import dev.freshet.localstack.report.Text;

/** The throughput of jobs as a table for people. */
final class ThroughputTable {

  private static final double KIB = 1024.0;
  private static final double MIB = KIB * KIB;

  private ThroughputTable() {}

  /** The table, ending in a line break. */
  static String of(Throughput throughput) {
    Log log = throughput.log();
    Text text = new Text();
    text.add(
        "%,d events of %,d users on %,d items, seed %d; median of %d; parallelism and settings"
            + " alike for all%n%n",
        log.settings().events(),
        log.users(),
        log.items(),
        log.settings().seed(),
        throughput.variants().stream()
            .mapToInt(variant -> throughput.runs(variant).size())
            .max()
            .orElse(0));
    text.add(
        "%-38s%11s%11s%7s%7s%7s%9s%9s%9s%9s%9s%9s%9s%9s%n",
        "job",
        "total/s",
        "steady/s",
        "× b",
        "× c",
        "× p",
        "CPU s/M",
        "Redis s",
        "chkp MiB",
        "chkp ms",
        "B/user",
        "B/item",
        "ops/ev",
        "B/ev");
    for (Variant variant : throughput.variants()) {
      text.add("%s", row(throughput, variant));
    }
    text.add(
        "%ntotal/s: from the first event read until all is through, in Redis and checkpointed."
            + " steady/s: events read after%nthe warm-up. CPU s/M: processor seconds of the"
            + " job's JVM per million events after the warm-up, until all is%ncheckpointed;"
            + " Redis s: of the Redis server. B/user, B/item: state in a savepoint, which has"
            + " all of it once.%nops/ev, B/ev: writes and bytes that Redis got per event.%n");
    return text.toString();
  }

  private static String row(Throughput throughput, Variant variant) {
    return Text.of(
        "%-38s%,11.0f%,11.0f%7s%7s%7s%9.1f%9.1f%9.1f%9.0f%9.0f%9.0f%9.2f%9.0f%n",
        variant.letter() + "  " + variant.description(),
        throughput.median(variant, Measured::totalPerSecond),
        throughput.median(variant, Measured::steadyPerSecond),
        ratio(throughput, variant, Variant.USER_STATE),
        ratio(throughput, variant, Variant.ITEM_PAIRS),
        ratio(throughput, variant, Variant.PEER),
        throughput.median(variant, Measured::cpuPerMillion),
        throughput.median(variant, Measured::redisCpuPerMillion),
        throughput.median(variant, run -> run.run().checkpointBytes() / MIB),
        throughput.median(variant, run -> run.run().checkpointMillis()),
        throughput.median(variant, Measured::bytesPerUser),
        throughput.median(variant, Measured::bytesPerItem),
        throughput.median(variant, Measured::redisOperationsPerEvent),
        throughput.median(variant, Measured::redisBytesPerEvent));
  }

  private static String ratio(Throughput throughput, Variant variant, Variant floor) {
    return throughput
        .ratio(variant, floor)
        .map(ratio -> Text.of(ratio < 10 ? "%.2f" : "%.0f", ratio))
        .orElse("");
  }
}
