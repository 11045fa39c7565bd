package dev.freshet.localstack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.dump.Dump;
import dev.freshet.localstack.dump.DumpEntry;
import dev.freshet.runtime.redis.RedisWrite;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RedisImageTest {

  private final RedisImage redis = new RedisImage();

  private Map<String, DumpEntry> held() {
    return Dump.of(redis.writes()).entries();
  }

  private String value(String key) {
    return Objects.requireNonNull(held().get(key)).value().toString();
  }

  @Test
  void holdsTheLastStringOfAKey() {
    redis.apply(RedisWrite.set("pulse", "{\"v\":1}", 0L));
    redis.apply(RedisWrite.set("pulse", "{\"v\":2}", 0L));

    assertThat(value("pulse")).isEqualTo("{\"v\":2}");
  }

  @Test
  void holdsNoFieldOfAHashThatIsNotSetAgain() {
    redis.apply(RedisWrite.hash("weights", Map.of("a", "1", "b", "1")));
    redis.apply(RedisWrite.hash("weights", Map.of("b", "2")));

    assertThat(value("weights")).isEqualTo("{\"b\":\"2\"}");
  }

  @Test
  void holdsTheFieldsOfAHashThatAreSetOneByOne() {
    redis.apply(RedisWrite.field("tags", "python", "code"));
    redis.apply(RedisWrite.field("tags", "go", "code"));
    redis.apply(RedisWrite.field("tags", "python", "beginner"));
    redis.apply(RedisWrite.noField("tags", "go"));
    redis.apply(RedisWrite.noField("none", "go"));

    assertThat(value("tags")).isEqualTo("{\"python\":\"beginner\"}");
    assertThat(held()).containsOnlyKeys("tags");
  }

  @Test
  void movesAMemberAndLetsOneLeave() {
    redis.apply(RedisWrite.member("top", "ada", 1.0, 10));
    redis.apply(RedisWrite.member("top", "ada", 3.0, 10));
    redis.apply(RedisWrite.member("top", "ben", 2.0, 10));
    redis.apply(RedisWrite.noMember("top", "ben"));
    redis.apply(RedisWrite.noMember("none", "ben"));

    assertThat(value("top")).isEqualTo("{\"ada\":3.0}");
    assertThat(held()).containsOnlyKeys("top");
  }

  @Test
  void keepsTheMembersWithTheHighestScoresAndOfEqualOnesTheLastByName() {
    redis.apply(RedisWrite.member("top", "ben", 1.0, 2));
    redis.apply(RedisWrite.member("top", "cid", 1.0, 2));
    redis.apply(RedisWrite.member("top", "ada", 5.0, 2));

    assertThat(value("top")).contains("ada").contains("cid").doesNotContain("ben");
  }

  @Test
  void holdsNothingOfAKeyThatIsRemoved() {
    redis.apply(RedisWrite.hash("stickiness:ada", Map.of("score", "1")));
    redis.apply(RedisWrite.delete("stickiness:ada"));

    assertThat(held()).isEmpty();
  }
}
