package dev.freshet.recommendations.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.recommendations.reader.Documents.Pulsing;
import dev.freshet.schemas.ReaderFunction;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the reader function asks of the server it runs in. */
class ReaderServerIT {

  private static final int PULSES = 2_000;
  private static final int ITEMS_PER_PULSE = 200;
  private static final long CACHE_BYTES = 24L * 1024 * 1024;

  private final RedisWithReader redis = new RedisWithReader();

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void saysItsVersion() {
    String version =
        redis.commands().fcallReadOnly("freshet_version", ScriptOutputType.VALUE, new String[0]);

    assertThat(version).isEqualTo(ReaderFunction.VERSION);
  }

  @Test
  void keepsItsMemoryBoundedHoweverManyPulsesAreRead() {
    Pulsing[] items =
        IntStream.range(0, ITEMS_PER_PULSE)
            .mapToObj(i -> new Pulsing("course-" + i, ITEMS_PER_PULSE - i))
            .toArray(Pulsing[]::new);
    LettuceReader reader = new LettuceReader(redis.commands());
    for (int i = 0; i < PULSES; i++) {
      items[0] = new Pulsing("course-of-pulse-" + i, ITEMS_PER_PULSE);
      redis.storePulse("{" + i + "}pulse", items);
      reader.read(List.of("{" + i + "}rec:ada", "{" + i + "}pulse"), List.of("20"));
    }

    assertThat(functionMemoryBytes()).isLessThan(CACHE_BYTES);
  }

  @Test
  void leavesAMissingRightToTheClient() throws IOException {
    try (RespReader frontend = new RespReader(redis.port())) {
      frontend.send(
          List.of(
              "ACL",
              "SETUSER",
              "frontend",
              "on",
              ">secret",
              "~rec:*",
              "~pulse",
              "~retired",
              "+@all"));
      frontend.send(List.of("AUTH", "frontend", "secret"));

      assertThat(frontend.read(List.of("rec:ada", "pulse"), List.of("5"))).isEmpty();
      assertThatThrownBy(
              () -> frontend.read(List.of("rec:ada", "pulse"), List.of("5", "TAG", "python")))
          .isInstanceOf(ReadRefusedException.class)
          .hasMessageContaining("can't access");
    }
  }

  private long functionMemoryBytes() {
    return Arrays.stream(redis.commands().info("memory").split("\r\n"))
        .filter(line -> line.startsWith("used_memory_vm_functions:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
        .findFirst()
        .orElseThrow();
  }
}
