package dev.freshet.localstack.experiments;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.rules.Fields;
import dev.freshet.localstack.rules.Problem;
import dev.freshet.localstack.rules.ProblemException;
import dev.freshet.localstack.rules.SourceText;
import dev.freshet.scoring.experiment.Experiment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Experiments as people write them, in YAML: documents divided by {@code ---}, each an experiment
 * or a list of them.
 *
 * @param experiments those that can be used side by side
 * @param problems what cannot
 */
public record ExperimentFiles(List<Experiment> experiments, List<Problem> problems) {

  /**
   * Reads files.
   *
   * @param now when those begin that do not say it; those that end until then are refused
   * @throws IOException if a file cannot be read
   */
  public static ExperimentFiles read(List<Path> files, Instant now) throws IOException {
    return read(files, now, now);
  }

  /**
   * Reads files.
   *
   * @param now when those begin that do not say it
   * @param past those that end until then are refused
   * @throws IOException if a file cannot be read
   */
  public static ExperimentFiles read(List<Path> files, Instant now, Instant past)
      throws IOException {
    ExperimentFiles read = new ExperimentFiles(new ArrayList<>(), new ArrayList<>());
    for (Path file : files) {
      read.add(new SourceText(file, Files.readString(file)), now, past);
    }
    return read;
  }

  /**
   * Reads experiments that come along with a class.
   *
   * @param resource its name, beside the class
   */
  public static ExperimentFiles beside(Class<?> type, String resource, Instant now)
      throws IOException {
    ExperimentFiles read = new ExperimentFiles(new ArrayList<>(), new ArrayList<>());
    try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(resource), resource)) {
      read.add(new SourceText(Path.of(resource), new String(in.readAllBytes(), UTF_8)), now, now);
    }
    return read;
  }

  private void add(SourceText source, Instant now, Instant past) {
    try {
      source.forEachNode(node -> add(source, node, now, past));
    } catch (ProblemException e) {
      problems.add(e.problem());
    }
  }

  /**
   * All of them.
   *
   * @throws CommandException telling what cannot be used
   */
  public List<Experiment> orFail() {
    Problem.requireNone(problems);
    return experiments;
  }

  private void add(SourceText source, Node node, Instant now, Instant past) {
    try {
      Fields fields = ExperimentYaml.fields(source, node);
      Experiment experiment = ExperimentYaml.read(fields, now, past);
      for (Experiment before : experiments) {
        for (String conflict : Experiment.conflicts(List.of(before, experiment))) {
          throw fields.refused(new IllegalArgumentException(conflict));
        }
      }
      experiments.add(experiment);
    } catch (ProblemException e) {
      problems.add(e.problem());
    }
  }
}
