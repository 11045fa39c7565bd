package dev.freshet.recommendations.reader;

import dev.freshet.schemas.RedisKeys;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;

/** Reads as a Java frontend does, with Lettuce. */
final class LettuceReader implements Reader {

  private final RedisCommands<String, String> redis;

  /** Uses a connection that its maker closes. */
  LettuceReader(RedisCommands<String, String> redis) {
    this.redis = redis;
  }

  @Override
  public List<Place> read(List<String> keys, List<String> arguments) {
    try {
      List<List<String>> reply =
          redis.fcallReadOnly(
              RedisKeys.RECOMMEND,
              ScriptOutputType.MULTI,
              keys.toArray(String[]::new),
              arguments.toArray(String[]::new));
      return reply.stream().map(Place::of).toList();
    } catch (RedisCommandExecutionException e) {
      throw new ReadRefusedException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {}
}
