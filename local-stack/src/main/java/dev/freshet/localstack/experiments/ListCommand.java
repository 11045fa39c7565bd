package dev.freshet.localstack.experiments;

import dev.freshet.localstack.command.Console;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.Variant;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** The command {@code experiments list}: tells which experiments there are. */
@Command(
    name = "list",
    sortOptions = false,
    header = "Tells which experiments there are, a line each.",
    description = "")
final class ListCommand implements Callable<Integer> {

  @Mixin private ExperimentTopicOptions options = new ExperimentTopicOptions();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    ExperimentTopic.Content content = options.use(ExperimentTopic::read);
    long now = Instant.now().toEpochMilli();
    content.experiments().values().forEach(each -> console.out().println(line(each, now)));
    content
        .unusable()
        .forEach((name, why) -> console.out().println(name + ": cannot be used: " + why));
    console.out().flush();
    return ExitCode.OK;
  }

  static String line(Experiment experiment, long nowMillis) {
    String state =
        experiment.isRunningAt(nowMillis)
            ? "running"
            : nowMillis < experiment.fromMillis() ? "not begun" : "over";
    List<String> parts = new ArrayList<>();
    parts.add(state);
    parts.add(String.join(" and ", experiment.placements()));
    parts.add("from " + Instant.ofEpochMilli(experiment.fromMillis()));
    parts.add("until " + Instant.ofEpochMilli(experiment.untilMillis()));
    if (experiment.holdout() > 0) {
      parts.add("holdout " + experiment.holdout());
    }
    parts.add("decided by " + experiment.primary().label());
    return experiment.name()
        + ": "
        + String.join(", ", parts)
        + " -> "
        + experiment.variants().stream().map(ListCommand::text).collect(Collectors.joining("; "));
  }

  private static String text(Variant variant) {
    List<String> parts = new ArrayList<>();
    parts.add(variant.name() + " " + variant.share());
    new TreeMap<>(variant.parameters().weights())
        .forEach((signal, weight) -> parts.add(signal + " x " + weight));
    if (variant.parameters().tagShare() != null) {
      parts.add("tagShare " + variant.parameters().tagShare());
    }
    if (variant.parameters().exploration() != null) {
      parts.add("exploration " + variant.parameters().exploration());
    }
    if (Boolean.FALSE.equals(variant.parameters().rules())) {
      parts.add("rules off");
    }
    if (!variant.parameters().prefix().isEmpty()) {
      parts.add("prefix " + variant.parameters().prefix());
    }
    return String.join(", ", parts);
  }
}
