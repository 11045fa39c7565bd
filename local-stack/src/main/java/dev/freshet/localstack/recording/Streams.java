package dev.freshet.localstack.recording;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Makes ordered streams of iterators. */
final class Streams {

  private Streams() {}

  static <T> Stream<T> of(Iterator<T> elements, Closeable source) {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                elements, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(
            () -> {
              try {
                source.close();
              } catch (IOException e) {
                throw new UncheckedIOException("cannot close a log", e);
              }
            });
  }
}
