package dev.freshet.localstack.whatif;

import dev.freshet.localstack.UsageErrors;
import picocli.CommandLine;

/** Runs {@link WhatIfCommand} by itself. */
public final class WhatIf {

  private WhatIf() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new WhatIfCommand()).setParameterExceptionHandler(new UsageErrors());
  }
}
