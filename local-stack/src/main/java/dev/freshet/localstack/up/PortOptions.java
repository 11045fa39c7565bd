package dev.freshet.localstack.up;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The ports that the servers are to listen at; null where the usual one will do. */
public final class PortOptions {

  @Option(
      names = "--port-flink",
      paramLabel = "PORT",
      description = "Where Flink's web page listens. By default 8081 or the next one free.")
  private @Nullable Integer flink;

  @Option(
      names = "--port-kafka",
      paramLabel = "PORT",
      description = "Where Kafka listens. By default 9092 or the next one free.")
  private @Nullable Integer kafka;

  @Option(
      names = "--port-redis",
      paramLabel = "PORT",
      description = "Where Redis listens. By default 6379 or the next one free.")
  private @Nullable Integer redis;

  public @Nullable Integer flink() {
    return flink;
  }

  public @Nullable Integer kafka() {
    return kafka;
  }

  public @Nullable Integer redis() {
    return redis;
  }
}
