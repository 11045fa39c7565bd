package dev.freshet.localstack.faults;

import static dev.freshet.localstack.faults.Fault.Excuse.AWAY;
import static dev.freshet.localstack.faults.Fault.Excuse.NOT_POSSIBLE;
import static dev.freshet.localstack.faults.Fault.Excuse.SET_BACK;
import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import dev.freshet.testing.ChildProcess;
import dev.freshet.testing.EmbeddedRedis;
import dev.freshet.testing.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What can befall the platform. */
final class Faults {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final byte[] TEXT = {'{', '}'};
  private static final byte[] UNKNOWN_SCHEMA = {(byte) 0xC3, 1, 7, 7, 7, 7, 7, 7, 7, 7, 2, 2};
  private static final int OVERSIZE = 2 << 20;

  /** In which a job is up again on a task manager that was started anew. */
  private static final double SETTLING_SECONDS = 20;

  /** For so long jobs go on before they are restarted once more. */
  private static final double RUNNING_SECONDS = 5;

  private Faults() {}

  static Stream<Fault> all() {
    return Stream.of(
            List.of(Fault.of("none, to compare with", Fault.Step.NONE)),
            ofRedisServer(),
            ofFlink(),
            ofKafka(),
            ofConnections(),
            ofRedisContents(),
            List.of(wrongClock()))
        .flatMap(List::stream);
  }

  /** What can befall a job of which nobody reads anything meanwhile. */
  static Stream<Fault> ofDelivery() {
    return Stream.of(
            ofFlink().subList(0, 2),
            ofFlink().subList(4, 7),
            ofKafka().subList(0, 1),
            ofRedisContents().subList(0, 2))
        .flatMap(List::stream);
  }

  /** What can befall a job that counts: its work is taken away, or told to it twice. */
  static Stream<Fault> ofCounting() {
    return Stream.of(
            ofFlink().subList(0, 2),
            ofKafka().subList(0, 1),
            ofRedisContents().subList(0, 1),
            ofKafka().subList(3, 4))
        .flatMap(List::stream);
  }

  private static List<Fault> ofFlink() {
    Fault.Step killTaskManager = platform -> platform.flink().killTaskManager(0);
    Fault.Step killJobManager = platform -> platform.flink().killJobManager();
    Fault.Step revive = platform -> platform.flink().revive();
    Fault.Step unblockCheckpoints = Faults::unblockCheckpoints;
    return List.of(
        Fault.of("a task manager killed", killTaskManager.then(revive)),
        Fault.of("the job manager killed", killJobManager.then(revive)),
        Fault.of(
            "job manager and task manager killed",
            killJobManager.then(killTaskManager).then(revive)),
        Fault.of(
                "a task manager stopped for 20 s, which then goes on",
                platform -> ChildProcess.pause(platform.flink().taskManager(1).pid()))
            .healed(20, platform -> ChildProcess.resume(platform.flink().taskManager(1).pid())),
        Fault.of("savepoint and restart with parallelism 1, 2, 4, 2", Faults::restart),
        Fault.of(
                "checkpoints cannot be written for 15 s, then a task manager killed",
                Faults::blockCheckpoints)
            .healed(15, unblockCheckpoints.then(killTaskManager).then(revive)),
        partition());
  }

  /**
   * Neither hears the other for longer than the heartbeat's time-out, while the task manager still
   * reaches Redis and the other task managers. For that it is reached by a proxy, too.
   */
  private static Fault partition() {
    AtomicReference<Proxy> door = new AtomicReference<>();
    Fault.Step startBehindAProxy =
        platform -> {
          int port = FreePort.orFree(0);
          door.set(new Proxy(port));
          platform.flink().killTaskManager(1);
          platform
              .flink()
              .startTaskManager(
                  1,
                  Map.of(
                      "taskmanager.rpc.port", Integer.toString(requireNonNull(door.get()).port()),
                      "taskmanager.rpc.bind-port", Integer.toString(port)),
                  Map.of());
          platform.flow().awaitSeconds(SETTLING_SECONDS);
        };
    Fault.Step separate =
        platform -> {
          requireNonNull(door.get()).silence();
          platform.jobManagerDoor().silence(platform.flink().taskManager(1).pid());
        };
    Fault.Step reunite =
        platform -> {
          requireNonNull(door.get()).cut();
          platform.jobManagerDoor().cut();
        };
    return Fault.of(
            "a task manager parted from its job manager for 25 s", startBehindAProxy.then(separate))
        .healed(25, reunite);
  }

  /** The clock of one process is wrong; what measures how long something takes is not. */
  private static Fault wrongClock() {
    Fault fault =
        Fault.of(
            "the clock of a task manager five minutes ahead for 20 s",
            platform -> {
              platform.flink().killTaskManager(1);
              platform.flink().startTaskManager(1, Map.of(), WrongClock.ahead("+5m"));
            });
    return (WrongClock.isPossible() ? fault : fault.excusing(NOT_POSSIBLE))
        .healed(
            20,
            platform -> {
              platform.flink().killTaskManager(1);
              platform.flink().startTaskManager(1);
            });
  }

  private static void restart(Platform platform) throws Exception {
    for (int parallelism : List.of(1, 2, 4, 2)) {
      platform.jobs().restart(parallelism);
      platform.flow().awaitSeconds(RUNNING_SECONDS);
    }
  }

  /** A file in the place of the folder: nothing can be written there, by root neither. */
  private static void blockCheckpoints(Platform platform) throws Exception {
    Files.move(platform.checkpoints(), away(platform));
    Files.createFile(platform.checkpoints());
  }

  private static void unblockCheckpoints(Platform platform) throws Exception {
    Files.delete(platform.checkpoints());
    Files.move(away(platform), platform.checkpoints());
  }

  private static Path away(Platform platform) {
    return platform.checkpoints().resolveSibling("checkpoints-away");
  }

  private static List<Fault> ofKafka() {
    return List.of(
        Fault.of("the broker killed, started again after 5 s", platform -> platform.kafka().kill())
            .healed(5, platform -> platform.kafka().launch()),
        Fault.of("connections to the broker cut", platform -> platform.kafkaDoor().cut()),
        Fault.of(
            "records that are no event, of an unknown schema, too large, empty", Faults::spoil),
        Fault.of(
                "a fifth of the events up to 10 s late, a tenth twice",
                platform -> platform.flow().disorder(true))
            .healed(10, platform -> platform.flow().disorder(false)));
  }

  private static void spoil(Platform platform) {
    for (byte[] value : new byte[][] {TEXT, UNKNOWN_SCHEMA, new byte[OVERSIZE], new byte[0]}) {
      for (String topic : platform.topics().interactions()) {
        platform.flow().spoil(new ProducerRecord<>(topic, new byte[] {'k'}, value));
      }
    }
  }

  private static List<Fault> ofConnections() {
    return List.of(
        Fault.of("connections to Redis cut", platform -> platform.redisDoor().cut()),
        Fault.of(
                "connections to Redis slow (200 ms each way)",
                platform -> platform.redisDoor().slow(Duration.ofMillis(200)))
            .healed(10, platform -> platform.redisDoor().slow(Duration.ZERO)),
        Fault.of("connections to Redis half-open", platform -> platform.redisDoor().silence()));
  }

  private static List<Fault> ofRedisServer() {
    return List.of(
        Fault.of("Redis killed, then LOADING what it had", platform -> platform.redis().kill())
            .healed(3, platform -> platform.redis().launch())
            .excusing(AWAY),
        Fault.of("Redis stopped for 30 s", platform -> ChildProcess.pause(platform.redis().pid()))
            .healed(30, platform -> ChildProcess.resume(platform.redis().pid()))
            .excusing(AWAY),
        Fault.of(
                "Redis READONLY for 8 s",
                platform -> Redis.ask(platform.redis(), redis -> redis.replicaof("127.0.0.1", 1)))
            .healed(8, platform -> Redis.ask(platform.redis(), redis -> redis.replicaofNoOne())),
        Fault.of(
                "Redis out of memory for 8 s",
                platform ->
                    Redis.ask(platform.redis(), redis -> redis.configSet("maxmemory", "1mb")))
            .healed(
                8,
                platform ->
                    Redis.ask(platform.redis(), redis -> redis.configSet("maxmemory", "0"))));
  }

  private static List<Fault> ofRedisContents() {
    AtomicReference<EmbeddedRedis> replica = new AtomicReference<>();
    return List.of(
        Fault.of(
                "Redis killed, then started empty",
                platform -> platform.replaceRedis(platform.startRedis(List.of())))
            .excusing(AWAY, SET_BACK),
        Fault.of(
                "Redis killed, then started with what it had 5 s before",
                platform ->
                    Redis.ask(platform.redis(), redis -> redis.configSet("appendonly", "no")))
            .healed(
                5,
                platform -> {
                  platform.redis().kill();
                  platform.redis().launch();
                })
            .excusing(AWAY, SET_BACK),
        Fault.of(
                "Redis failed over to a replica that lost 5 s of writes",
                platform -> replica.set(detachedReplica(platform)))
            .healed(5, platform -> platform.replaceRedis(requireNonNull(replica.get())))
            .excusing(AWAY, SET_BACK));
  }

  /** A replica that was in step until just now. */
  private static EmbeddedRedis detachedReplica(Platform platform) {
    EmbeddedRedis replica =
        platform.startRedis(
            List.of("--replicaof", "127.0.0.1", Integer.toString(platform.redis().port())));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Redis.ask(replica, redis -> redis.info("replication"))
                    .contains("master_link_status:up"));
    Redis.ask(replica, redis -> redis.replicaofNoOne());
    return replica;
  }
}
