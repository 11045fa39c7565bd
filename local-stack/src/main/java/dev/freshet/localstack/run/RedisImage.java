package dev.freshet.localstack.run;

import dev.freshet.runtime.redis.RedisWrite;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What Redis would hold after some writes. */
final class RedisImage implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Map<String, RedisWrite> held = new HashMap<>();

  void apply(RedisWrite write) {
    held.merge(write.key(), write, RedisImage::after);
  }

  private static RedisWrite after(RedisWrite before, RedisWrite write) {
    if (write.fields().isEmpty() || before.fields().isEmpty()) {
      return write;
    }
    Map<String, String> fields = new HashMap<>(before.fields());
    fields.putAll(write.fields());
    return RedisWrite.hash(write.key(), fields);
  }

  /** One write for each key, after which Redis would hold the same. */
  Collection<RedisWrite> writes() {
    return held.values();
  }
}
