package dev.freshet.localstack.bench.lab;

/** Time since it was made. */
public final class Stopwatch {

  private final long begunNanos = System.nanoTime();

  public double seconds() {
    return (System.nanoTime() - begunNanos) / 1e9;
  }
}
