package dev.freshet.runtime.redis;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks all the time, on a thread and a connection of its own, which generation of documents is to
 * be in Redis.
 */
public final class GenerationWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GenerationWatch.class);

  private final RedisSettings settings;
  private final RedisConnection connection;
  private final Generations generations;
  private final Thread thread;
  private volatile long generation;

  /** Beside the interrupt, which libraries may swallow. */
  private volatile boolean isClosed;

  private String told = "";

  /**
   * @param known the latest generation that is known
   * @param name of the thread
   */
  public GenerationWatch(RedisSettings settings, long known, String name) {
    this.settings = settings;
    generation = known;
    connection = new RedisConnection(settings);
    generations = new Generations(settings);
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** The latest generation that is known. */
  public long generation() {
    return generation;
  }

  private void run() {
    try (connection) {
      while (!isClosed) {
        look();
        TimeUnit.NANOSECONDS.sleep(settings.functionCheck().toNanos());
      }
    } catch (InterruptedException | RuntimeException e) {
      LOG.debug("Stopped", e);
    }
  }

  /** What goes wrong here holds up nothing else; the sink tells of a Redis that is away. */
  private void look() throws InterruptedException {
    try {
      generation = connection.use(link -> generations.look(link, generation));
      told = "";
    } catch (RedisAwayException e) {
      LOG.debug("Redis at {} cannot be looked at now", connection.address(), e);
    } catch (RedisRefusedException e) {
      String complaint = String.valueOf(e.getMessage());
      if (!complaint.equals(told)) {
        told = complaint;
        LOG.error("It is not known what Redis at {} has lost: {}", connection.address(), complaint);
      }
    } catch (RuntimeException e) {
      // Lettuce fails in the middle of a disconnection if the thread is interrupted there.
      LOG.debug("Redis at {} cannot be looked at now", connection.address(), e);
    }
  }

  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      // The task is being cancelled hard; the thread, interrupted, ends by itself.
      Thread.currentThread().interrupt();
    }
  }
}
