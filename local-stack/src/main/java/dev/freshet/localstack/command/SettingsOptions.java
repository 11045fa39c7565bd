package dev.freshet.localstack.command;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options {@code --settings} and {@code --set} of commands that do what the jobs do. */
public final class SettingsOptions {

  @Option(
      names = {"--settings", "--config"},
      paramLabel = "FILE",
      description = "Read the options of the jobs from their YAML or properties file; --set wins.")
  private @Nullable Path file;

  @Mixin private SetOption set = new SetOption();

  /** Whether neither is given. */
  public boolean areAbsent() {
    return file == null && set.values().isEmpty();
  }

  /**
   * What the options say.
   *
   * @throws FileNotFoundException if the file cannot be read
   */
  public JobOptions given() throws FileNotFoundException {
    return new JobOptions(file, set.values()).requireReadable();
  }
}
