package dev.freshet.localstack.bench.lab;

import dev.freshet.testing.EmbeddedKafka;
import java.nio.file.Path;

/**
 * A Kafka broker in a JVM of its own. Reads the directory for its data from standard input, writes
 * its address to standard output, and serves until standard input ends.
 */
final class Broker {

  static final String READY = "ready ";

  private Broker() {}

  public static void main(String[] args) throws Exception {
    byte[] first = new byte[4096];
    int length = System.in.read(first);
    Path directory =
        Path.of(new String(first, 0, length, java.nio.charset.StandardCharsets.UTF_8).strip());
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      System.out.println(READY + kafka.bootstrapServers());
      while (System.in.read() >= 0) {
        // Whatever is said, only the end of it means something.
      }
    }
    System.exit(0);
  }
}
