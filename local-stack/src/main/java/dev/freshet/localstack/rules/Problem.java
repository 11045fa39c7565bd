package dev.freshet.localstack.rules;

import java.nio.file.Path;

/**
 * Something in a file that cannot be used.
 *
 * @param file where
 * @param line counted from 1
 * @param column counted from 1
 * @param what what is wrong
 */
public record Problem(Path file, int line, int column, String what) {

  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + what;
  }
}
