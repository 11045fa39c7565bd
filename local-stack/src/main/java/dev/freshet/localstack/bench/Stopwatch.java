package dev.freshet.localstack.bench;

/** Time since it was made. */
final class Stopwatch {

  private final long begunNanos = System.nanoTime();

  double seconds() {
    return (System.nanoTime() - begunNanos) / 1e9;
  }
}
