package dev.freshet.localstack.bench.lab;

import dev.freshet.localstack.bench.job.Variant;
import dev.freshet.localstack.command.Usage;
import dev.freshet.localstack.command.UsageException;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code --only}: which of the jobs are measured. */
public final class JobsOption {

  @Option(
      names = "--only",
      paramLabel = "JOB",
      split = ",",
      description = "Which jobs to run. By default ${DEFAULT-VALUE}.")
  private List<String> only;

  /**
   * @param usual the letters of the jobs, unless told otherwise
   */
  public JobsOption(String... usual) {
    only = List.of(usual);
  }

  /**
   * The jobs, in the order given.
   *
   * @throws UsageException if there is no such job
   */
  public List<Variant> variants() {
    return Usage.checked(() -> Variant.ofLetters(only));
  }
}
