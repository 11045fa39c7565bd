package dev.freshet.recommendations.reader;

import dev.freshet.recommendations.reader.Documents.Candidate;
import dev.freshet.recommendations.reader.Documents.Pulsing;
import dev.freshet.schemas.ReaderFunction;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.testing.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real Redis that has the reader function, and the means to fill it. As an extension of a class
 * it stops after all its tests.
 */
final class RedisWithReader implements AutoCloseable, AfterAllCallback {

  private final EmbeddedRedis server = EmbeddedRedis.start();
  private final RedisClient client = RedisClient.create(server.uri());
  private final RedisCommands<String, String> text = client.connect().sync();
  private final RedisCommands<byte[], byte[]> bytes =
      client.connect(ByteArrayCodec.INSTANCE).sync();

  private int retired;

  RedisWithReader() {
    text.functionLoad(ReaderFunction.code());
  }

  int port() {
    return server.port();
  }

  RedisCommands<String, String> commands() {
    return text;
  }

  void storeRec(String key, List<Candidate> candidates, String... exclude) {
    store(key, Documents.rec(candidates, List.of(exclude)));
  }

  void storePulse(String key, Pulsing... items) {
    store(key, Documents.pulse(List.of(items)));
  }

  /** One after the other, as the job does. */
  void retire(String key, String... items) {
    for (String item : items) {
      text.zadd(key, (double) Documents.AS_OF_MILLIS + retired++, item);
    }
  }

  /** As the job does: the tags of all items that have some, one after the other in one text. */
  void storeTags(String key, Map<String, List<String>> tags) {
    text.del(key);
    tags.forEach((item, each) -> text.hset(key, item, "\n" + String.join("\n", each) + "\n"));
    text.hset(key, RedisKeys.TAGS_COMPLETE, "1");
  }

  void store(String key, String value) {
    store(key, value.getBytes(StandardCharsets.UTF_8));
  }

  void store(String key, byte[] value) {
    bytes.set(key.getBytes(StandardCharsets.UTF_8), value);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    client.shutdown();
    server.close();
  }
}
