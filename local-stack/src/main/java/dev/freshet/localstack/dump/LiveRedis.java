package dev.freshet.localstack.dump;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a Redis holds of this product. Keys that come and go meanwhile may be missed; a dump
 * of a Redis that is being written to is no snapshot.
 */
public final class LiveRedis {

  private static final int SCANNED_AT_ONCE = 1_000;
  private static final Pattern HASH_TAG = Pattern.compile("^\\{\\d+\\}");
  private static final Pattern GLOB = Pattern.compile("[*?\\[\\]\\\\]");
  private static final Pattern SCHEME = Pattern.compile("^(redis|rediss|redis-sentinel)://.*");

  private LiveRedis() {}

  /** Whether this names a Redis rather than a file. */
  public static boolean isUri(String text) {
    return SCHEME.matcher(text).matches();
  }

  /**
   * Reads all keys with a prefix, which they lose in the dump, as well as their hash tags.
   *
   * @param progress learns how many keys were read
   * @throws IOException if Redis does not answer, naming it
   */
  public static Dump read(String uri, String prefix, LongConsumer progress) throws IOException {
    RedisURI address = RedisURI.create(uri);
    RedisClient client = RedisClient.create(address);
    try {
      RedisCommands<String, String> redis = client.connect().sync();
      Map<String, DumpEntry> entries = new HashMap<>();
      ScanArgs args =
          ScanArgs.Builder.limit(SCANNED_AT_ONCE)
              .match(GLOB.matcher(prefix).replaceAll("\\\\$0") + "*");
      KeyScanCursor<String> cursor = redis.scan(args);
      while (true) {
        for (String key : cursor.getKeys()) {
          String plain = HASH_TAG.matcher(key.substring(prefix.length())).replaceFirst("");
          if (KeyClass.of(plain) != KeyClass.FOREIGN) {
            DumpEntry entry = entry(redis, key, plain);
            if (entry != null) {
              entries.put(plain, entry);
              progress.accept(entries.size());
            }
          }
        }
        if (cursor.isFinished()) {
          return Dump.ofEntries(entries);
        }
        cursor = redis.scan(cursor, args);
      }
    } catch (RedisException e) {
      throw new IOException(address + ": " + rootOf(e).getMessage(), e);
    } finally {
      client.shutdown();
    }
  }

  private static @Nullable DumpEntry entry(
      RedisCommands<String, String> redis, String key, String plain) {
    long ttlMillis = Math.max(0, redis.pttl(key));
    return switch (redis.type(key)) {
      case DumpEntry.STRING -> {
        String text = redis.get(key);
        yield text == null ? null : DumpEntry.string(plain, text, ttlMillis);
      }
      case DumpEntry.HASH -> DumpEntry.hash(plain, redis.hgetall(key), ttlMillis);
      case DumpEntry.SORTED_SET ->
          DumpEntry.sortedSet(plain, members(redis.zrevrangeWithScores(key, 0, -1)), ttlMillis);
      default -> null;
    };
  }

  private static Map<String, Double> members(List<ScoredValue<String>> scored) {
    Map<String, Double> members = new LinkedHashMap<>();
    scored.forEach(each -> members.put(each.getValue(), each.getScore()));
    return members;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
