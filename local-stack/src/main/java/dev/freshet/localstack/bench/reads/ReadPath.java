package dev.freshet.localstack.bench.reads;

import dev.freshet.schemas.ReaderFunction;
import dev.freshet.testing.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Redis with lists to be read: ranked by the reader function, or fetched as they are. */
public final class ReadPath implements AutoCloseable {

  private final ReadSettings settings;
  private final EmbeddedRedis server;
  private final RedisClient client;
  private final RedisCommands<String, String> redis;
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final boolean pinned;
  private final Documents documents;

  /** How a list is read. */
  public enum Way {
    GET,
    RECOMMEND,
    /** Where an experiment is running. */
    VARIANT,
    /** Where rules apply. */
    RULES,
    /** Without the items of a tag. */
    TAGS
  }

  /**
   * One figure.
   *
   * @param connections clients at the same time
   * @param pipeline commands that each sends at once
   * @param perSecond reads in a second, all clients
   * @param microsMedian median time of a batch of {@code pipeline} reads
   * @param micros99 what 99 of 100 batches did not exceed
   * @param serverMicros processor time of the server for one read
   */
  public record Figure(
      Way way,
      int connections,
      int pipeline,
      double perSecond,
      double microsMedian,
      double micros99,
      double serverMicros) {}

  /**
   * What is read, and from where.
   *
   * @param lists how many; fewer than asked for if not so many users acted
   * @param candidates mean number of a list
   * @param recBytes mean size of a list
   * @param pulseBytes size of the pulse
   * @param server what it is, such as {@code Redis 7.0.15 (jemalloc-5.3.0)}
   * @param isPinned whether the server has one core to itself
   */
  record Facts(
      int lists,
      double candidates,
      int recBytes,
      int pulseBytes,
      String server,
      boolean isPinned) {}

  /**
   * Fills a new Redis.
   *
   * @param program the server's, or null for that of the tests
   * @param progress learns how many of the {@link #events} were used that lists are written for
   */
  public ReadPath(ReadSettings settings, @Nullable Path program, LongConsumer progress) {
    this.settings = settings;
    documents = Documents.write(settings, progress);
    server = program == null ? EmbeddedRedis.start() : EmbeddedRedis.startProgram(program);
    client = RedisClient.create(server.uri());
    redis = client.connect().sync();
    pinned = pinToOneCore(cores, Long.parseLong(field("server", "process_id")));
    redis.functionLoad(ReaderFunction.code());
    redis.set(Documents.PULSE, documents.pulse());
    redis.set(Rules.PULSE, documents.ruled());
    documents.lists().forEach(redis::set);
    documents.tags().forEach(write -> redis.hset(write.key(), write.fields()));
  }

  /** How many events lists are written for. */
  public static int events(ReadSettings settings) {
    return Documents.events(settings);
  }

  /** What is read, and from where. */
  Facts facts() {
    return new Facts(
        documents.lists().size(),
        documents.candidates(),
        (int) documents.lists().values().stream().mapToInt(ReadPath::bytes).average().orElseThrow(),
        bytes(documents.pulse()),
        "Redis %s (%s)"
            .formatted(field("server", "redis_version"), field("memory", "mem_allocator")),
        pinned);
  }

  private static int bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Reads for a while. */
  public Figure measure(Way way, int connections, int pipeline) {
    List<byte[]> commands =
        documents.lists().keySet().stream()
            .map(key -> RespConnection.command(words(way, key)))
            .toList();
    double cpuBefore = cpuSeconds();
    long callsBefore = calls(way);
    Readers.Speed speed =
        Readers.read(server.port(), commands, connections, pipeline, settings.millis());
    return new Figure(
        way,
        connections,
        pipeline,
        speed.perSecond(),
        speed.microsMedian(),
        speed.micros99(),
        (cpuSeconds() - cpuBefore) * 1e6 / (calls(way) - callsBefore));
  }

  private List<String> words(Way way, String key) {
    return switch (way) {
      case GET -> List.of("GET", key);
      case RECOMMEND ->
          List.of(
              "FCALL_RO",
              "recommend",
              "2",
              key,
              Documents.PULSE,
              Integer.toString(settings.places()));
      case VARIANT ->
          Stream.concat(
                  words(Way.RECOMMEND, key).stream(),
                  Stream.of("PLACEMENT", Documents.PLACEMENT, "WITHVARIANT"))
              .toList();
      case RULES ->
          words(Way.RECOMMEND, key).stream()
              .map(word -> word.equals(Documents.PULSE) ? Rules.PULSE : word)
              .toList();
      case TAGS ->
          Stream.concat(words(Way.RECOMMEND, key).stream(), Stream.of("NOT", "1", "beginner"))
              .toList();
    };
  }

  private double cpuSeconds() {
    return Double.parseDouble(field("cpu", "used_cpu_user"))
        + Double.parseDouble(field("cpu", "used_cpu_sys"));
  }

  private long calls(Way way) {
    String command = way == Way.GET ? "cmdstat_get" : "cmdstat_fcall_ro";
    String stats = field("commandstats", command);
    return stats.isEmpty() ? 0 : Long.parseLong(stats.replaceAll("calls=(\\d+).*", "$1"));
  }

  private String field(String section, String name) {
    return redis
        .info(section)
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /**
   * Gives the server the last core and this JVM the others, where there are two and {@code taskset}
   * is there to do it.
   */
  private static boolean pinToOneCore(int cores, long serverPid) {
    if (cores < 2) {
      return false;
    }
    String last = Integer.toString(cores - 1);
    return taskset(last, serverPid) && taskset("0-" + (cores - 2), ProcessHandle.current().pid());
  }

  private static boolean taskset(String cores, long pid) {
    try {
      return new ProcessBuilder("taskset", "-apc", cores, Long.toString(pid))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException("interrupted", new IOException(e));
    }
  }

  @Override
  public void close() {
    client.shutdown();
    server.close();
    if (pinned) {
      // What comes after in this JVM, and its children, may have all cores again.
      taskset("0-" + (cores - 1), ProcessHandle.current().pid());
    }
  }
}
