package dev.freshet.recommendations.reader;

/**
 * This machine has no Node, or no way to install a package for it; the message says what failed.
 */
final class NodeMissingException extends Exception {

  NodeMissingException(String message) {
    super(message);
  }
}
