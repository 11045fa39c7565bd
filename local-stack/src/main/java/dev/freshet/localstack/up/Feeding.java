package dev.freshet.localstack.up;

import dev.freshet.localstack.command.CommandException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A feed at work on a thread of its own. */
public final class Feeding {

  private final Thread thread;
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

  public Feeding(Feed feed, Producer producer, Pace pace) {
    thread =
        new Thread(
            () -> {
              try {
                feed.run(producer, pace);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException e) {
                failure.set(e);
              }
            },
            "feed");
  }

  public void start() {
    thread.start();
  }

  /** Ends it, wherever it is. */
  public void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }

  /**
   * Does nothing while events are fed.
   *
   * @throws CommandException if the feed has failed
   */
  public void requireSucceeded() {
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw new CommandException("no more events: " + failed.getMessage(), failed);
    }
  }
}
