package dev.freshet.localstack.log;

import java.io.Closeable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The good rows of an open file, one after the other. */
abstract class LogRows<T> implements Iterator<T>, Closeable {

  private @Nullable T next;

  /** No rows at all. */
  static <T> LogRows<T> none() {
    return new LogRows<>() {
      @Override
      @Nullable T read() {
        return null;
      }

      @Override
      public void close() {}
    };
  }

  /** Reads on to the next good row; null at the end of the file. */
  abstract @Nullable T read();

  @Override
  public boolean hasNext() {
    if (next == null) {
      next = read();
    }
    return next != null;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    T row = Objects.requireNonNull(next);
    next = null;
    return row;
  }
}
