package dev.freshet.recommendations.reader;

import java.util.List;

/** A client that calls the reader function. */
interface Reader extends AutoCloseable {

  /**
   * Calls {@code FCALL_RO recommend} with these keys and arguments.
   *
   * @return the list, best first
   * @throws ReadRefusedException if the reply is an error
   */
  List<Place> read(List<String> keys, List<String> arguments);

  @Override
  void close();
}
