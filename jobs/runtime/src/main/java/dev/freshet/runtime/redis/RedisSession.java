package dev.freshet.runtime.redis;

import dev.freshet.schemas.WriteFunction;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a sink task does with Redis: keeps libraries loaded, and writes. For one thread.
 *
 * <p>It writes through the {@link WriteFunction}, behind a {@link Fence}. Where Redis does not let
 * it have that, it writes by plain commands.
 */
final class RedisSession implements AutoCloseable {

  /** Writes with one call: few enough not to hold up readers. */
  private static final int MOST_TOGETHER = 16;

  private static final RedisLibrary WRITES =
      new RedisLibrary(WriteFunction.NAME, WriteFunction.VERSION, WriteFunction.code());

  private final RedisSettings settings;
  private final LibraryLoader libraries;
  private final RedisConnection connection;
  private final Fence fence;
  private boolean isFenced;
  private boolean foreignKeysTold;

  /**
   * @param libraries to keep loaded, beside the one that it writes through
   */
  RedisSession(RedisSettings settings, List<RedisLibrary> libraries, WriterTask writer) {
    this.settings = settings;
    List<RedisLibrary> all = new ArrayList<>(libraries);
    all.add(WRITES);
    this.libraries = new LibraryLoader(all, settings.timeout());
    connection = new RedisConnection(settings);
    fence = new Fence(settings, writer);
  }

  /** The names of the libraries that it keeps loaded. */
  List<String> libraries() {
    return libraries.names();
  }

  /** How many servers lack a library and do not let us load it; for any thread. */
  int missing(String library) {
    return libraries.missing(library);
  }

  /** Where Redis is, for messages; without credentials. */
  String address() {
    return connection.address();
  }

  /**
   * Connects if there is no connection, loads the libraries that are missing or outdated, and takes
   * over from whoever wrote before.
   *
   * @throws RedisAwayException if it may work later
   * @throws RedisRefusedException if it never will
   */
  void serve() throws InterruptedException, RedisAwayException, RedisRefusedException {
    isFenced =
        connection.use(
            link -> {
              libraries.load(link);
              if (!foreignKeysTold) {
                ForeignKeys.tell(link, settings.keys(), settings.timeout());
                foreignKeysTold = true;
              }
              return libraries.missing(WriteFunction.NAME) == 0 && fence.isClaimed(link);
            });
  }

  /**
   * Sends writes and waits for the replies. Those that are done, or never will be, leave the batch;
   * what stays has to be sent again.
   *
   * @param refusals is told of those that never will be done
   * @throws RedisAwayException if it may work later; some of the writes that stay may have been
   *     done, unless it is out of memory
   * @throws RedisRefusedException if Redis does not let us in, or another has taken over
   */
  void send(Collection<RedisWrite> batch, Refusals refusals)
      throws InterruptedException, RedisAwayException, RedisRefusedException {
    if (!connection.isOpen()) {
      // A Redis that comes back may have lost its functions.
      serve();
    }
    connection.use(
        link -> {
          sendNow(link, batch, refusals);
          return true;
        });
    if (!batch.isEmpty()) {
      throw RedisAwayException.outOfMemory();
    }
  }

  /** Returns when Redis has replied to everything; only what it has no memory for stays. */
  private void sendNow(RedisLink link, Collection<RedisWrite> batch, Refusals refusals)
      throws InterruptedException, ExecutionException, TimeoutException {
    RedisClusterAsyncCommands<String, String> commands = link.commands();
    if (!isFenced) {
      settle(link, batch, plain(batch, commands), refusals, true);
    } else if (settle(link, batch, fence.start(batch, MOST_TOGETHER, commands), refusals, false)) {
      // A call is refused whole, whichever of its writes is to blame.
      settle(link, batch, fence.start(batch, 1, commands), refusals, true);
    }
  }

  /**
   * @param replies one for each write of the batch
   * @param isAlone whether each write was a call of its own
   * @return whether writes were refused that shared a call, and stay
   */
  private boolean settle(
      RedisLink link,
      Collection<RedisWrite> batch,
      List<CompletionStage<?>> replies,
      Refusals refusals,
      boolean isAlone)
      throws InterruptedException, ExecutionException, TimeoutException {
    link.flush();
    boolean isRefused = false;
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    Iterator<RedisWrite> writes = batch.iterator();
    for (CompletionStage<?> reply : replies) {
      RedisWrite write = writes.next();
      RedisError error = errorOf(reply, deadline, write, refusals);
      boolean isRefusedHere = error != null && !error.isOutOfMemory();
      isRefused |= isRefusedHere;
      if (isRefusedHere && isAlone) {
        refusals.refused(write, Objects.requireNonNull(error));
      }
      if (error == null || (isRefusedHere && isAlone)) {
        writes.remove();
      }
    }
    return isRefused && !isAlone;
  }

  /** Waits for a reply. An error of more than this write is thrown. */
  private static @Nullable RedisError errorOf(
      CompletionStage<?> reply, long deadline, RedisWrite write, Refusals refusals)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      Object replied =
          reply.toCompletableFuture().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (replied == Fence.OLDER) {
        refusals.older(write);
      }
      return null;
    } catch (ExecutionException e) {
      RedisError error = RedisError.of(e);
      if (error.isOutOfMemory() || error.isOfOneCommand()) {
        return error;
      }
      throw e;
    }
  }

  private static List<CompletionStage<?>> plain(
      Collection<RedisWrite> batch, RedisClusterAsyncCommands<String, String> commands) {
    List<CompletionStage<?>> replies = new ArrayList<>(batch.size());
    for (RedisWrite write : batch) {
      replies.add(start(write, commands));
    }
    return replies;
  }

  private static CompletionStage<?> start(
      RedisWrite write, RedisClusterAsyncCommands<String, String> commands) {
    String key = write.key();
    return switch (write.kind()) {
      case STRING -> set(write, commands);
      case HASH -> setFields(write, commands);
      case MEMBER ->
          commands
              .zadd(key, write.score(), write.value())
              .thenCombine(
                  commands.zremrangebyrank(key, 0L, -1L - write.most()), (added, removed) -> added);
      case NO_MEMBER -> commands.zrem(key, write.value());
      case FIELD -> commands.hset(key, write.fields());
      case NO_FIELD -> commands.hdel(key, write.value());
      case NOTHING -> commands.del(key);
    };
  }

  private static CompletionStage<?> setFields(
      RedisWrite write, RedisClusterAsyncCommands<String, String> commands) {
    CompletionStage<Long> set = commands.hset(write.key(), write.fields());
    return write.ttlMillis() > 0
        ? set.thenCombine(commands.pexpire(write.key(), write.ttlMillis()), (added, kept) -> added)
        : set;
  }

  private static RedisFuture<String> set(
      RedisWrite write, RedisClusterAsyncCommands<String, String> commands) {
    return write.ttlMillis() > 0
        ? commands.set(write.key(), write.value(), SetArgs.Builder.px(write.ttlMillis()))
        : commands.set(write.key(), write.value());
  }

  @Override
  public void close() {
    connection.close();
  }
}
