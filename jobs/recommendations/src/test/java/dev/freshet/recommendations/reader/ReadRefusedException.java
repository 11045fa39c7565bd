package dev.freshet.recommendations.reader;

/** Redis replied to a read with an error; the message is the text of the reply. */
final class ReadRefusedException extends RuntimeException {

  ReadRefusedException(String reply) {
    super(reply);
  }
}
