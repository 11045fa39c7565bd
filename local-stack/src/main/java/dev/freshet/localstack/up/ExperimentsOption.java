package dev.freshet.localstack.up;

import dev.freshet.localstack.experiments.ExperimentFiles;
import dev.freshet.localstack.experiments.ExperimentTopic;
import dev.freshet.localstack.kafka.DefinitionTopic;
import dev.freshet.scoring.experiment.Experiment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The option {@code --experiments} of commands that run a platform. */
public final class ExperimentsOption {

  @Option(
      names = "--experiments",
      paramLabel = "FILE",
      description =
          "Run the experiments in this file, rather than one that comes along, which is stopped if"
              + " it is in the way of them. May be repeated.")
  private List<Path> files = List.of();

  /** The experiments of a platform that runs now: none that is over. */
  public List<Experiment> experiments() throws IOException {
    return experiments(Instant.now());
  }

  /**
   * The experiments. Those that do not say from when they run do so from now on.
   *
   * @param past those that end until then are refused
   * @throws dev.freshet.localstack.command.CommandException telling what cannot be used
   */
  public List<Experiment> experiments(Instant past) throws IOException {
    Instant now = Instant.now();
    return files.isEmpty() ? examples(now) : ExperimentFiles.read(files, now, past).orFail();
  }

  private static List<Experiment> examples(Instant now) throws IOException {
    return ExperimentFiles.beside(ExperimentsOption.class, "experiments.yaml", now).orFail();
  }

  /**
   * Puts experiments on their topic. The one that comes along gives way to others.
   *
   * @param client properties of clients of Kafka
   * @param name of the topic; empty if there is none, and so no experiment
   */
  public static ExperimentTopic.Applied apply(
      List<Experiment> experiments, Map<String, Object> client, String name) {
    if (name.isEmpty()) {
      return new ExperimentTopic.Applied(List.of(), List.of());
    }
    ExperimentTopic topic = new ExperimentTopic(new DefinitionTopic(client, name));
    Instant now = Instant.now();
    try {
      Set<String> examples =
          examples(now).stream().map(Experiment::name).collect(Collectors.toSet());
      return topic.apply(experiments, examples, now.toEpochMilli());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
