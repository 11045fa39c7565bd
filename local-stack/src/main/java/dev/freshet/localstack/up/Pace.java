package dev.freshet.localstack.up;

import java.util.concurrent.TimeUnit;

/** Lets so many things happen in a second. */
public final class Pace {

  private final double perSecond;
  private final long startNanos = System.nanoTime();
  private long happened;

  /**
   * @param perSecond how many; 0 for any number
   */
  public Pace(double perSecond) {
    this.perSecond = perSecond;
  }

  /** Waits until the next one is due. */
  public void await() throws InterruptedException {
    if (perSecond > 0) {
      long due = startNanos + (long) (happened++ / perSecond * 1e9);
      long early = due - System.nanoTime();
      if (early > 0) {
        TimeUnit.NANOSECONDS.sleep(early);
      }
    }
  }
}
