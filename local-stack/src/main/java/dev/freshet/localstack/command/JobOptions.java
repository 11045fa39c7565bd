package dev.freshet.localstack.command;

import dev.freshet.runtime.settings.JobConfiguration;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Options of a job as one gives them to a command.
 *
 * @param file YAML or properties, or null for none
 * @param set values by key; they win over the file
 */
public record JobOptions(@Nullable Path file, Map<String, String> set) {

  /** The same, with values that win over those there are. */
  public JobOptions with(Map<String, String> winning) {
    Map<String, String> all = new HashMap<>(set);
    all.putAll(winning);
    return new JobOptions(file, all);
  }

  /**
   * What they come to.
   *
   * @param optionClasses classes whose static fields declare the job's options
   * @throws IllegalArgumentException if a key or a value is wrong, naming it and what would be
   *     right
   */
  public Configuration configuration(Class<?>... optionClasses) {
    List<String> arguments = new ArrayList<>();
    if (file != null) {
      arguments.add("--config");
      arguments.add(file.toString());
    }
    set.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    return JobConfiguration.from(arguments.toArray(String[]::new), optionClasses);
  }

  /**
   * The same, once it is known that the file can be read.
   *
   * @throws FileNotFoundException if there is to be a file and it cannot be read
   */
  public JobOptions requireReadable() throws FileNotFoundException {
    if (file != null && !(Files.isReadable(file) && Files.isRegularFile(file))) {
      throw new FileNotFoundException(file + ": cannot be read; it should be a settings file");
    }
    return this;
  }
}
