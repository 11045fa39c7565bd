package dev.freshet.stickiness;

import static dev.freshet.stickiness.Moments.DAY;
import static dev.freshet.stickiness.Moments.HOUR;
import static dev.freshet.stickiness.Moments.MONDAY_NOON;
import static dev.freshet.stickiness.Moments.click;
import static dev.freshet.stickiness.Moments.purchase;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.LoopbackCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The topology on a cluster and the calculation in process say the same. */
// An iterator may be interrupted while it closes; no test is.
@SuppressWarnings("try")
class StickinessTopologyIT {

  private static final int USERS = 20;
  private static final int EVENTS = 600;

  /** What a model learned depends on order, and what is counted as of when on who came last. */
  private static final Set<String> NOT_COMPARED = Set.of("returnProbability", "propensity");

  @RegisterExtension static final MiniClusterExtension CLUSTER = LoopbackCluster.of(2);

  /** Half a year in which users come ever less, some of them so rarely that they fall. */
  private static List<Interaction> log() {
    Random random = new Random(11);
    List<Interaction> log = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      String user = "user-" + (int) (USERS * Math.pow(random.nextDouble(), 2));
      long atMillis = MONDAY_NOON + 7 * HOUR * i + random.nextInt((int) HOUR);
      log.add(random.nextInt(12) == 0 ? purchase(user, atMillis) : click(user, atMillis));
    }
    return log;
  }

  /** Time goes on with every event, so that nothing depends on how fast the log is read. */
  private static final class EachEvent implements WatermarkGenerator<Interaction> {

    @Override
    public void onEvent(Interaction event, long atMillis, WatermarkOutput output) {
      output.emitWatermark(new Watermark(atMillis - 2 * DAY));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }

  private static Map<String, Object> onCluster(
      List<Interaction> log, StickinessJobSettings settings) throws Exception {
    StreamExecutionEnvironment env = JobEnvironment.create(new Configuration());
    env.setParallelism(2);
    DataStream<Interaction> interactions =
        env.fromData(TypeInformation.of(Interaction.class), log.toArray(Interaction[]::new))
            .uid("log")
            .setParallelism(1)
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Interaction>forGenerator(context -> new EachEvent())
                    .withTimestampAssigner((event, before) -> event.atMillis()))
            .uid("time")
            .setParallelism(1);
    StickinessTopology topology =
        StickinessTopology.of(interactions.keyBy(Interaction::user), settings, null);
    Map<String, Object> held = new TreeMap<>();
    try (CloseableIterator<RedisWrite> writes =
        topology.users().union(topology.platform()).executeAndCollect("stickiness")) {
      writes.forEachRemaining(write -> hold(held, write));
    }
    return held;
  }

  private static Map<String, Object> inProcess(
      List<Interaction> log, StickinessJobSettings settings) {
    Map<String, Object> held = new TreeMap<>();
    StickinessInProcess job = new StickinessInProcess(settings, write -> hold(held, write));
    for (Interaction interaction : log) {
      job.accept(interaction);
      job.pass(interaction.atMillis() - 2 * DAY);
    }
    job.end();
    return held;
  }

  private static void hold(Map<String, Object> held, RedisWrite write) {
    Map<String, String> fields = new TreeMap<>(write.fields());
    fields.keySet().removeAll(NOT_COMPARED);
    if (write.key().equals("platform") || write.key().equals("stickiness:tiers")) {
      fields.remove("asOf");
    }
    held.put(write.key() + " " + write.value(), List.of(write.kind(), write.score(), fields));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 ms", "10 min", "12 h"})
  void holdsInRedisWhatTheCalculationInProcessDoes(String spread) throws Exception {
    List<Interaction> log = log();
    StickinessJobSettings settings =
        Moments.settings(
            Map.of("kafka.topics.purchases", "purchases", "stickiness.midnight.spread", spread));

    Map<String, Object> held = onCluster(log, settings);

    assertThat(held).isEqualTo(inProcess(log, settings));
    assertThat(held).containsKeys("platform ", "stickiness:tiers ", "stickiness:user-0 ");
  }
}
