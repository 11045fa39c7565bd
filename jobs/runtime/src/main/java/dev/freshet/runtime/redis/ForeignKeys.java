package dev.freshet.runtime.redis;

import dev.freshet.schemas.RedisKeys;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for keys of somebody else under our names. Only the keys that exist once are looked at:
 * those of users and items are too many.
 */
final class ForeignKeys {

  private static final Logger LOG = LoggerFactory.getLogger(ForeignKeys.class);
  private static final String NO_KEY = "none";

  private ForeignKeys() {}

  /** Logs every key whose type is not that of what the jobs write there. */
  static void tell(RedisLink link, RedisKeys keys, Duration timeout)
      throws InterruptedException, ExecutionException, TimeoutException {
    for (Map.Entry<String, String> expected : types(keys).entrySet()) {
      String key = expected.getKey();
      String type = typeOf(key, link, timeout);
      if (!type.equals(NO_KEY) && !type.equals(expected.getValue())) {
        LOG.error(
            "The key {} has the type {}, ours has {}: something else uses this name. Delete the"
                + " key, or set redis.prefix",
            key,
            type,
            expected.getValue());
      }
    }
  }

  private static String typeOf(String key, RedisLink link, Duration timeout)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return link.await(link.commands().type(key), timeout);
    } catch (ExecutionException e) {
      if (RedisError.of(e).isOfOneCommand()) {
        LOG.debug("This user may not ask for the type of {}", key, e);
        return NO_KEY;
      }
      throw e;
    }
  }

  private static Map<String, String> types(RedisKeys keys) {
    Map<String, String> types = new LinkedHashMap<>();
    keys.pulse().forEach(key -> types.put(key, "string"));
    keys.weights().forEach(key -> types.put(key, "hash"));
    keys.generation().forEach(key -> types.put(key, "string"));
    keys.retired().forEach(key -> types.put(key, "zset"));
    keys.tags().forEach(key -> types.put(key, "hash"));
    types.put(keys.stickinessTop(), "zset");
    types.put(keys.stickinessAtRisk(), "zset");
    types.put(keys.stickinessTiers(), "hash");
    types.put(keys.platform(), "hash");
    return types;
  }
}
