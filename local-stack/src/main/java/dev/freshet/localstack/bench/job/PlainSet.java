package dev.freshet.localstack.bench.job;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RedisKeys;
import org.apache.flink.api.common.functions.MapFunction;

/** A value of 500 bytes under the key of the user's list. */
final class PlainSet implements MapFunction<BareEvent, RedisWrite> {

  private static final long serialVersionUID = 1L;
  private static final String PADDING = "x".repeat(460);

  private final RedisKeys keys;

  PlainSet(RedisKeys keys) {
    this.keys = keys;
  }

  @Override
  public RedisWrite map(BareEvent event) {
    String value = "{\"asOf\":" + event.atMillis() + ",\"padding\":\"" + PADDING + "\"}";
    return RedisWrite.set(keys.rec(event.user()), value, 0L);
  }
}
