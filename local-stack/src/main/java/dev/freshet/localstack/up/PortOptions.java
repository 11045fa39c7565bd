package dev.freshet.localstack.up;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The ports that the servers are to listen at; null where the usual one will do. */
final class PortOptions {

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

  @Option(
      names = "--port-metrics",
      paramLabel = "PORT",
      description =
          "Where metrics are served for Prometheus, to this machine only. By default they are not"
              + " served.")
  private @Nullable Integer metrics;

  @Nullable Integer flink() {
    return flink;
  }

  @Nullable Integer kafka() {
    return kafka;
  }

  @Nullable Integer redis() {
    return redis;
  }

  @Nullable Integer metrics() {
    return metrics;
  }
}
