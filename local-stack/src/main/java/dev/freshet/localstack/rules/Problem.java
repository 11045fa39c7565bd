package dev.freshet.localstack.rules;

import dev.freshet.localstack.command.CommandException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something in a file that cannot be used.
 *
 * @param file where
 * @param line counted from 1
 * @param column counted from 1
 * @param what what is wrong
 */
public record Problem(Path file, int line, int column, String what) {

  /**
   * Refuses to go on.
   *
   * @throws CommandException telling all problems, if there are any
   */
  public static void requireNone(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new CommandException(
          problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + what;
  }
}
