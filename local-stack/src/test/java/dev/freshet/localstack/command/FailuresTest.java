package dev.freshet.localstack.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class FailuresTest {

  @Command(name = "try-out")
  private record TryOut(Callable<Integer> work) implements Callable<Integer> {

    @Override
    public Integer call() throws Exception {
      return work.call();
    }
  }

  private static CommandRun run(Callable<Integer> work) {
    return CommandRun.of(new TryOut(work));
  }

  private static CommandRun failing(Exception failure) {
    return run(
        () -> {
          throw failure;
        });
  }

  @Test
  void refuseWrongUsageWithAHint() {
    CommandRun run =
        run(
            () -> {
              Usage.atLeast(1, "--runs", 0);
              return 0;
            });

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            "try-out: --runs must be 1 or more, is 0\nTry try-out --help.\n");
  }

  @Test
  void refuseAnOptionThatThereIsNotInTheSameWay() {
    CommandRun run = CommandRun.of(new TryOut(() -> 0), "--rums");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("try-out: ").contains("--rums", "Try try-out --help.");
  }

  @Test
  void sayInALineWhyACommandCannotGoOn() {
    CommandRun run = failing(new CommandException("the job has ended"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualToNormalizingNewlines("try-out: the job has ended\n");
  }

  @Test
  void nameTheFileThatIsMissing() {
    assertThat(failing(new NoSuchFileException("a.csv")).err())
        .isEqualToNormalizingNewlines("try-out: a.csv: does not exist\n");
    assertThat(failing(new AccessDeniedException("a.csv")).err()).contains("a.csv: ");
    assertThat(failing(new UncheckedIOException("a.csv: is torn", new IOException())).err())
        .isEqualToNormalizingNewlines("try-out: a.csv: is torn\n");
  }

  @Test
  void keepTheStackTraceOfWhatNobodyForesaw() {
    CommandRun run = failing(new IllegalStateException("a bug"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("IllegalStateException: a bug", "FailuresTest");
  }
}
