package dev.freshet.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisExecProvider;

/**
 * A real Redis 7 server as a child process, listening on the loopback interface only. (One process
 * from its start to its end: the file is long for that.)
 *
 * <p>Without a data directory it keeps nothing: stopped and started again it is empty, functions
 * included. With one it writes an append-only file there and finds everything again. The process
 * dies with {@link #close()} and, should that never be called, with this JVM.
 */
public final class EmbeddedRedis implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;
  private static final int LINES_KEPT = 20;
  private static final String PID_FILE = "redis.pid";

  private final String program;
  private final int port;
  private final @Nullable Path directory;
  private final List<String> arguments;
  private final Thread killAtExit = new Thread(this::kill, "stop-embedded-redis");
  private volatile @Nullable Process process;

  private EmbeddedRedis(
      String program, int port, @Nullable Path directory, List<String> arguments) {
    this.program = program;
    this.port = port;
    this.directory = directory;
    this.arguments = arguments;
  }

  /** Starts a server without persistence on a free port. */
  public static EmbeddedRedis start() {
    return start(0);
  }

  /**
   * Starts a server without persistence.
   *
   * @param port the port to listen on, or 0 for a free one
   * @throws IllegalStateException if it does not start, for example because the port is taken
   */
  public static EmbeddedRedis start(int port) {
    return started(new EmbeddedRedis(Binary.path(), FreePort.orFree(port), null, List.of()));
  }

  /** Starts a server without persistence on a free port, from another program than the usual. */
  public static EmbeddedRedis startProgram(Path program) {
    return started(
        new EmbeddedRedis(
            program.toAbsolutePath().toString(), FreePort.orFree(0), null, List.of()));
  }

  /**
   * Starts a server that keeps what is written in {@code directory}, which is made if it is new.
   *
   * @param port the port to listen on, or 0 for a free one
   * @throws IllegalStateException if it does not start, for example because the port is taken
   */
  public static EmbeddedRedis start(int port, Path directory) {
    return started(new EmbeddedRedis(Binary.path(), FreePort.orFree(port), directory, List.of()));
  }

  /**
   * Starts a server on a free port that keeps what is written in {@code directory}.
   *
   * @param arguments more of its command line, such as {@code --cluster-enabled yes}; they win
   */
  public static EmbeddedRedis start(Path directory, List<String> arguments) {
    return started(
        new EmbeddedRedis(Binary.path(), FreePort.orFree(0), directory, List.copyOf(arguments)));
  }

  /** Starts a server without persistence that speaks TLS only, with those whom it trusts. */
  public static EmbeddedRedis startTls(TestCertificates certificates) {
    return startTls(certificates, List.of("--tls-auth-clients", "yes"));
  }

  /**
   * Starts a server without persistence that speaks TLS only, with everybody who has a password.
   *
   * @param users file of the users that it lets in
   */
  public static EmbeddedRedis startTls(TestCertificates certificates, Path users) {
    return startTls(
        certificates,
        List.of("--tls-auth-clients", "no", "--aclfile", users.toAbsolutePath().toString()));
  }

  private static EmbeddedRedis startTls(TestCertificates certificates, List<String> more) {
    int port = FreePort.orFree(0);
    List<String> tls = new ArrayList<>(certificates.ofRedis(port));
    tls.addAll(more);
    return started(new EmbeddedRedis(Binary.path(), port, null, tls));
  }

  private static EmbeddedRedis started(EmbeddedRedis redis) {
    Runtime.getRuntime().addShutdownHook(redis.killAtExit);
    try {
      redis.launch();
    } catch (RuntimeException e) {
      redis.close();
      throw e;
    }
    return redis;
  }

  public int port() {
    return port;
  }

  /**
   * The server's process.
   *
   * @throws IllegalStateException if it does not run
   */
  public synchronized long pid() {
    if (process == null) {
      throw new IllegalStateException("Redis does not run on port " + port);
    }
    return process.pid();
  }

  /** The address as Redis clients take it, {@code redis://localhost:<port>}, with TLS rediss. */
  public String uri() {
    return (arguments.contains("--tls-port") ? "rediss" : "redis") + "://localhost:" + port;
  }

  /** Stops the server and starts it again on the same port. */
  public void restart() {
    stop();
    launch();
  }

  /** Stops the server, as in an outage, and returns when its process is gone. */
  public synchronized void stop() {
    Process running = process;
    process = null;
    if (running == null) {
      return;
    }
    running.destroy();
    try {
      if (!running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Kills the server without a warning, and returns when its process is gone. */
  public synchronized void kill() {
    Process running = process;
    process = null;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }

  /**
   * Starts the server after {@link #stop()} or {@link #kill()}, on the same port, and returns when
   * it serves.
   */
  public synchronized void launch() {
    if (process != null) {
      throw new IllegalStateException("Redis is running already on port " + port);
    }
    Process started;
    try {
      started = new ProcessBuilder(command()).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start Redis", e);
    }
    process = started;
    awaitReady(started);
    if (directory != null) {
      try {
        Files.writeString(directory.resolve(PID_FILE), Long.toString(started.pid()));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write to " + directory, e);
      }
    }
  }

  /**
   * Ends a server that a JVM, killed without warning, has left running on its directory. Call it
   * only when nobody else uses the directory.
   *
   * @return whether there was one
   */
  public static boolean endOrphan(Path directory) {
    Path pidFile = directory.resolve(PID_FILE);
    try {
      if (!Files.exists(pidFile)) {
        return false;
      }
      Optional<ProcessHandle> orphan =
          ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
              .filter(EmbeddedRedis::isRedis);
      orphan.ifPresent(
          running -> {
            running.destroyForcibly();
            running.onExit().join();
          });
      Files.delete(pidFile);
      return orphan.isPresent();
    } catch (IOException | NumberFormatException e) {
      throw new IllegalStateException(pidFile + " cannot be used; delete it", e);
    }
  }

  /** Process ids are used again: the file alone does not tell what runs under one now. */
  private static boolean isRedis(ProcessHandle running) {
    return running.info().command().orElse("").contains("redis");
  }

  /** Stops the server for good. */
  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(killAtExit);
    } catch (IllegalStateException e) {
      // The JVM is shutting down already, and the hook with it.
    }
  }

  private List<String> command() throws IOException {
    List<String> command = new ArrayList<>();
    // A terminal's Ctrl-C goes to every process of the group: Redis has to outlive it, or the job
    // that is being stopped has nowhere to write to.
    ownSession().ifPresent(command::add);
    command.add(program);
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--save", ""));
    if (directory != null) {
      Files.createDirectories(directory);
      command.addAll(List.of("--dir", directory.toString(), "--appendonly", "yes"));
    }
    command.addAll(arguments);
    return command;
  }

  /** The program that runs another in a session of its own, where there is one: Linux has it. */
  private static Optional<String> ownSession() {
    return Stream.of("/usr/bin/setsid", "/bin/setsid")
        .filter(program -> Files.isExecutable(Path.of(program)))
        .findFirst();
  }

  private void awaitReady(Process started) {
    CompletableFuture<Boolean> ready = new CompletableFuture<>();
    Thread reader = new Thread(() -> readOutput(started, ready), "embedded-redis-output");
    reader.setDaemon(true);
    reader.start();
    try {
      ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      stop();
      throw new IllegalStateException("Redis did not start on port " + port, e);
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Redis started", e);
    }
  }

  private static void readOutput(Process started, CompletableFuture<Boolean> ready) {
    Deque<String> lastLines = new ArrayDeque<>();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.contains("Ready to accept connections")) {
          ready.complete(true);
        }
        lastLines.addLast(line);
        if (lastLines.size() > LINES_KEPT) {
          lastLines.removeFirst();
        }
      }
    } catch (IOException e) {
      // The stream breaks when the process is killed, which is no news.
    }
    ready.completeExceptionally(new IOException(String.join("\n", lastLines)));
  }

  /** The server's executable, unpacked once per JVM. */
  private static final class Binary {

    private static final String PATH = unpack();

    static String path() {
      return PATH;
    }

    private static String unpack() {
      try {
        return RedisExecProvider.defaultProvider().get().getAbsolutePath();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot unpack the Redis server", e);
      }
    }
  }
}
