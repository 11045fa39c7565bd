package dev.freshet.localstack.command;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Draws on a terminal how far long work is. */
public final class Progress implements AutoCloseable {

  /** The number of steps of work whose end is not known. */
  public static final long UNKNOWN = -1;

  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /**
   * Begins work that is silent where there is no terminal.
   *
   * @param task what is done, in a word or two
   * @param steps how many there are, or {@link #UNKNOWN}
   */
  public static Progress of(String task, long steps) {
    return new Progress(isTerminal() ? bar(task, steps) : null);
  }

  /** Begins work that is one line on standard error where there is no terminal. */
  public static Progress of(String task, long steps, PrintWriter err) {
    if (!isTerminal()) {
      err.println(task);
      err.flush();
    }
    return of(task, steps);
  }

  private static ProgressBar bar(String task, long steps) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(steps)
        .clearDisplayOnFinish()
        .build();
  }

  /** On Java 17 there is a console only if input and output are both a terminal. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    return System.console() != null;
  }

  /** One more step is done. */
  public void step() {
    if (bar != null) {
      bar.step();
    }
  }

  /** So many steps are done. */
  public void at(long done) {
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
