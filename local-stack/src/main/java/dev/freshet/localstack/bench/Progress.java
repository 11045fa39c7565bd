package dev.freshet.localstack.bench;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Shows how far the bench is: a bar on a terminal, one line for each task elsewhere. */
final class Progress {

  private final PrintWriter err;

  Progress(PrintWriter err) {
    this.err = err;
  }

  /** Something that takes a while. */
  static final class Task implements AutoCloseable {

    private final @Nullable ProgressBar bar;

    private Task(@Nullable ProgressBar bar) {
      this.bar = bar;
    }

    void at(long done) {
      if (bar != null) {
        bar.stepTo(done);
      }
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }

  /** On Java 17 there is a console only if input and output are both a terminal. */
  @SuppressWarnings("SystemConsoleNull")
  Task begin(String task, long steps) {
    if (System.console() == null) {
      err.println(task);
      err.flush();
      return new Task(null);
    }
    return new Task(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(steps)
            .clearDisplayOnFinish()
            .build());
  }
}
