package dev.freshet.localstack.evaluate;

import picocli.CommandLine;

/** Runs {@link EvaluateCommand} by itself. */
public final class Evaluate {

  private Evaluate() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new EvaluateCommand()).execute(args));
  }
}
