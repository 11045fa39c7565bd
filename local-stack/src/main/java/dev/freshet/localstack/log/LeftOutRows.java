package dev.freshet.localstack.log;

/** Receives each row of a log that is left out. */
@FunctionalInterface
public interface LeftOutRows {

  /** Receives a row that nobody could use. */
  void bad(BadRow row);

  /**
   * Receives a row that is good, but of a type that is not used here.
   *
   * @param type such as {@code purchase}, or {@code topic orders} for a topic that no job reads
   */
  default void unused(String type) {}
}
