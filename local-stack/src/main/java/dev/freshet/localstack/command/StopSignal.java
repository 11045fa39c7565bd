package dev.freshet.localstack.command;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/**
 * Ctrl-C, or being told to end, as a wish that the work under way fulfils: what was begun is
 * finished. The second time it is meant at once.
 */
public final class StopSignal implements AutoCloseable {

  private static final List<String> SIGNALS = List.of("INT", "TERM");
  private static final int INTERRUPTED = 130;

  private final CountDownLatch asked = new CountDownLatch(1);

  /** Listens from now on. */
  public static StopSignal listen() {
    StopSignal signal = new StopSignal();
    SIGNALS.forEach(name -> Signals.register(name, signal::ask));
    return signal;
  }

  private void ask() {
    if (isAsked()) {
      System.exit(INTERRUPTED);
    }
    asked.countDown();
  }

  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Waits so long, or until asked; tells whether it was. */
  public boolean await(long nanos) throws InterruptedException {
    return asked.await(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    SIGNALS.forEach(Signals::registerDefault);
  }
}
