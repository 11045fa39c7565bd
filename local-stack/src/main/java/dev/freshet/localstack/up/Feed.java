package dev.freshet.localstack.up;

/** Where the events come from. */
public interface Feed {

  /**
   * Sends the catalogue, then events until there are none left or the thread is interrupted.
   *
   * @throws InterruptedException if it was
   */
  void run(Producer producer, Pace pace) throws InterruptedException;

  /** What it is, for people. */
  String description();
}
