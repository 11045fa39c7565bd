package dev.freshet.runtime.redis;

import dev.freshet.schemas.RedisKeys;
import dev.freshet.schemas.WriteFunction;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps out those who wrote before: what one task of a job writes through the {@link
 * WriteFunction}, several writes with a call.
 */
final class Fence {

  /** The reply to a write that was left out because what is there is newer. */
  static final Object OLDER = "older";

  private static final Object DONE = "done";

  private static final Logger LOG = LoggerFactory.getLogger(Fence.class);

  private final RedisKeys keys;
  private final Duration timeout;
  private final WriterTask writer;

  /** With what the task writes behind each of its fences. */
  private final Map<String, String> claimed = new HashMap<>();

  Fence(RedisSettings settings, WriterTask writer) {
    keys = settings.keys();
    timeout = settings.timeout();
    this.writer = writer;
  }

  /**
   * Claims all fences, once. Whoever wrote before is kept out from then on.
   *
   * @return whether they are claimed; not if Redis refuses to
   */
  boolean isClaimed(RedisLink link)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (claimed.isEmpty()) {
      try {
        claim(link);
      } catch (ExecutionException e) {
        RedisError error = RedisError.of(e);
        if (!error.isOfOneCommand()) {
          throw e;
        }
        LOG.error(
            "Older writes are not kept out, as their fence cannot be set: {}{}",
            error.message(),
            error.remedy());
      }
    }
    return !claimed.isEmpty();
  }

  private void claim(RedisLink link)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, CompletionStage<String>> claims = new HashMap<>();
    for (String fence : keys.fences(writer.job())) {
      claims.put(
          fence,
          link.commands()
              .fcall(
                  WriteFunction.CLAIM,
                  ScriptOutputType.VALUE,
                  new String[] {fence},
                  writer.graph(),
                  writer.task(),
                  Integer.toString(writer.attempt())));
    }
    Map<String, String> replies = new HashMap<>();
    for (Map.Entry<String, CompletionStage<String>> claim : claims.entrySet()) {
      replies.put(claim.getKey(), link.await(claim.getValue(), timeout));
    }
    claimed.putAll(replies);
  }

  /**
   * Starts to send writes.
   *
   * @param most how many with one call
   * @return a reply for each, in their order
   */
  List<CompletionStage<?>> start(
      Collection<RedisWrite> writes, int most, RedisClusterAsyncCommands<String, String> commands) {
    CompletionStage<?>[] replies = new CompletionStage<?>[writes.size()];
    Map<String, Call> open = new HashMap<>();
    int index = 0;
    for (RedisWrite write : writes) {
      String fence = keys.fence(write.key(), writer.job());
      String function = write.isRemoval() ? WriteFunction.REMOVE : WriteFunction.WRITE;
      Call call =
          open.computeIfAbsent(
              function + fence,
              none -> new Call(function, fence, Objects.requireNonNull(claimed.get(fence))));
      call.add(write, index++);
      if (call.size() == most) {
        call.send(commands, replies);
        open.remove(function + fence);
      }
    }
    open.values().forEach(call -> call.send(commands, replies));
    return Arrays.asList(replies);
  }

  /** Writes of keys in one slot, sent together. */
  private static final class Call {

    private final String function;
    private final List<String> keys = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private final List<Integer> indexes = new ArrayList<>();

    private Call(String function, String fence, String claim) {
      this.function = function;
      keys.add(fence);
      arguments.add(claim);
    }

    private int size() {
      return indexes.size();
    }

    private void add(RedisWrite write, int index) {
      indexes.add(index);
      keys.add(write.key());
      arguments.add(write.kind().name());
      switch (write.kind()) {
        case STRING -> add(write.ttlMillis(), write.value());
        case HASH -> addFields(write);
        case MEMBER -> add(write.score(), write.value(), write.most());
        case NO_MEMBER, NO_FIELD -> add(write.value());
        case FIELD -> write.fields().forEach((field, value) -> add(field, value));
        case NOTHING -> {}
      }
    }

    private void addFields(RedisWrite write) {
      add(write.ttlMillis(), write.fields().size());
      write.fields().forEach((field, value) -> add(field, value));
    }

    private void add(Object... values) {
      for (Object value : values) {
        arguments.add(value.toString());
      }
    }

    private void send(
        RedisClusterAsyncCommands<String, String> commands, CompletionStage<?>[] replies) {
      CompletionStage<List<Object>> reply =
          commands.fcall(
              function,
              ScriptOutputType.MULTI,
              keys.toArray(String[]::new),
              arguments.toArray(String[]::new));
      for (int i = 0; i < indexes.size(); i++) {
        int entry = i;
        replies[indexes.get(i)] = reply.thenApply(entries -> told(entries.get(entry)));
      }
    }

    private static Object told(Object entry) {
      if (entry instanceof Long done) {
        return done == 0 ? OLDER : DONE;
      }
      throw new RedisCommandExecutionException(entry.toString());
    }
  }
}
