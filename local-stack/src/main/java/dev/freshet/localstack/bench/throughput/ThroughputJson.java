package dev.freshet.localstack.bench.throughput;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.bench.job.Variant;
import dev.freshet.localstack.bench.lab.Log;
import dev.freshet.localstack.bench.lab.Measured;

/** The throughput of jobs as JSON, every run of each. */
final class ThroughputJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ThroughputJson() {}

  static ObjectNode of(Throughput throughput) {
    ObjectNode root = JSON.createObjectNode();
    Log log = throughput.log();
    root.putObject("log")
        .put("events", log.settings().events())
        .put("density", log.settings().density())
        .put("seed", log.settings().seed())
        .put("users", log.users())
        .put("items", log.items());
    ArrayNode jobs = root.putArray("jobs");
    for (Variant variant : throughput.variants()) {
      ObjectNode job = jobs.addObject();
      job.put("job", variant.letter());
      job.put("description", variant.description());
      job.put("totalPerSecond", throughput.median(variant, Measured::totalPerSecond));
      job.put("steadyPerSecond", throughput.median(variant, Measured::steadyPerSecond));
      throughput
          .ratio(variant, Variant.USER_STATE)
          .ifPresent(ratio -> job.put("timesUserState", ratio));
      throughput
          .ratio(variant, Variant.ITEM_PAIRS)
          .ifPresent(ratio -> job.put("timesItemPairs", ratio));
      throughput.ratio(variant, Variant.PEER).ifPresent(ratio -> job.put("timesPeer", ratio));
      job.put("cpuSecondsPerMillion", throughput.median(variant, Measured::cpuPerMillion));
      job.put(
          "redisCpuSecondsPerMillion", throughput.median(variant, Measured::redisCpuPerMillion));
      job.put("bytesPerUser", throughput.median(variant, Measured::bytesPerUser));
      job.put("bytesPerItem", throughput.median(variant, Measured::bytesPerItem));
      job.put("redisWritesPerEvent", throughput.median(variant, Measured::redisOperationsPerEvent));
      job.put("redisBytesPerEvent", throughput.median(variant, Measured::redisBytesPerEvent));
      ArrayNode runs = job.putArray("runs");
      for (Measured run : throughput.runs(variant)) {
        ObjectNode one = JSON.valueToTree(run.run());
        one.set("redis", JSON.valueToTree(run.redis()));
        runs.add(one);
      }
    }
    return root;
  }
}
