package dev.freshet.runtime;

import dev.freshet.runtime.settings.JobConfiguration;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What the main method of every job does. */
public final class JobMain {

  private JobMain() {}

  /** What makes up a job. */
  @FunctionalInterface
  public interface Definition {

    /**
     * Defines the job in an environment.
     *
     * @throws IllegalArgumentException naming the option whose value can't be
     */
    void define(StreamExecutionEnvironment env, Configuration options);
  }

  /**
   * Runs a job with the options of the command line; {@code --help} lists them.
   *
   * @param options the classes that declare them
   * @throws IllegalArgumentException naming what is wrong with an option
   */
  public static void run(String name, String[] args, Class<?>[] options, Definition job)
      throws Exception {
    Optional<String> help = JobConfiguration.help(args, options);
    if (help.isPresent()) {
      System.out.print(help.get());
      return;
    }
    Configuration given = JobConfiguration.from(args, options);
    StreamExecutionEnvironment env = JobEnvironment.create(given);
    job.define(env, given);
    env.execute(JobEnvironment.graph(env, name));
  }
}
