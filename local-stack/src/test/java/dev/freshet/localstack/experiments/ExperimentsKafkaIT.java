package dev.freshet.localstack.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.freshet.localstack.CommandRun;
import dev.freshet.localstack.kafka.DefinitionTopic;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.testing.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments on a real Kafka. */
class ExperimentsKafkaIT {

  private static final String RUNNING =
      """
      name: new-first
      placements: [home]
      from: 2025-12-01T00:00:00Z
      until: 2125-12-01T00:00:00Z
      variants: [{name: control, share: 0.2}, {name: b, share: 0.2, exploration: 0.1}]
      primary: ctr
      users: 9000
      """;

  /** What is remarked where it was not there before. */
  private static final String NEW =
      "new-first is new, though it is to run from 2025-12-01T00:00:00Z: nobody had a variant of it"
          + " until now\n";

  @TempDir private Path folder;

  private static CommandRun experiments(EmbeddedKafka kafka, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers()));
    return CommandRun.of(new ExperimentsCommand(), all.toArray(String[]::new));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void appliesListsAndStops() throws IOException {
    String running = file("running.yaml", RUNNING);
    String grown = file("grown.yaml", RUNNING.replace("0.2", "0.4"));
    String moved =
        file("moved.yaml", RUNNING.replace("control, share: 0.2", "control, share: 0.3"));
    // From now on, as nothing else is said.
    String second =
        file(
            "second.yaml",
            RUNNING.replace("new-first", "second").replace("from: 2025-12-01T00:00:00Z\n", ""));
    String future =
        file(
            "future.yaml",
            RUNNING
                .replace("new-first", "future")
                .replace("home", "mail")
                .replace("2025", "2124")
                .replace(
                    "exploration: 0.1",
                    "prefix: 'next:', tagShare: 0.3, weights: {peers: 2}, rules: off"));
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      CommandRun applied = experiments(kafka, "apply", running, future);
      assertThat(applied.exitCode()).as(applied.err()).isZero();
      assertThat(applied.out()).isEqualToNormalizingNewlines(NEW + "applied new-first, future\n");
      assertThat(experiments(kafka, "list").out())
          .isEqualToNormalizingNewlines(
              """
              future: not begun, mail, from 2124-12-01T00:00:00Z, until 2125-12-01T00:00:00Z, decided by ctr -> control 0.2; b 0.2, peers x 2.0, tagShare 0.3, rules off, prefix next:
              new-first: running, home, from 2025-12-01T00:00:00Z, until 2125-12-01T00:00:00Z, decided by ctr -> control 0.2; b 0.2, exploration 0.1
              """);

      assertThat(experiments(kafka, "apply", second).err())
          .contains("second and new-first both change home at the same time");
      assertThat(experiments(kafka, "apply", moved).err())
          .contains("new-first has begun, and other shares would move users");
      assertThat(experiments(kafka, "apply", grown).exitCode()).isZero();

      assertThat(experiments(kafka, "stop", "future", "unknown").err())
          .contains("there is no experiment unknown, but [future, new-first]")
          .contains("end it with --force");
      assertThat(experiments(kafka, "stop", "future", "new-first").out())
          .isEqualToNormalizingNewlines("removed future\nstopped new-first\n");
      assertThat(experiments(kafka, "list").out())
          .startsWith("new-first: over")
          .doesNotContain("future");
      assertThat(experiments(kafka, "apply", second).exitCode()).isZero();
      assertThat(experiments(kafka, "stop", "new-first").out())
          .isEqualToNormalizingNewlines("removed new-first\n");
    }
  }

  @Test
  void takesOffByForceWhatOnlyJobsStillKnow() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      kafka.createTopic("experiments", 1, Map.of("cleanup.policy", "compact"));

      CommandRun stopped = experiments(kafka, "stop", "forgotten", "--force");

      assertThat(stopped.exitCode()).as(stopped.err()).isZero();
      assertThat(stopped.out()).isEqualToNormalizingNewlines("removed forgotten\n");
      assertThat(kafka.latest("experiments")).containsOnly(entry("forgotten", Optional.empty()));
    }
  }

  @Test
  void refusesAnotherExperimentUnderTheNameOfOneThatHasBegun() throws IOException {
    String running = file("running.yaml", RUNNING);
    String another = file("another.yaml", RUNNING.replace("exploration: 0.1", "prefix: 'next:'"));
    String salted = file("salted.yaml", RUNNING + "salt: pepper\n");
    String later = file("later.yaml", RUNNING.replace("from: 2025", "from: 2124"));
    String named =
        file(
            "named.yaml",
            RUNNING.replace("new-first", "new-second").replace("from: 2025-12-01T00:00:00Z\n", ""));
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      assertThat(experiments(kafka, "apply", later).exitCode()).isZero();
      assertThat(experiments(kafka, "apply", another).exitCode())
          .as("of one that has not begun nothing is known")
          .isZero();

      assertThat(experiments(kafka, "apply", running).err())
          .contains("new-first has begun with other variants or another salt")
          .contains("give the new one another name");
      assertThat(experiments(kafka, "apply", later).err()).contains("with other variants");
      assertThat(experiments(kafka, "stop", "new-first").out()).contains("stopped new-first");
      CommandRun refused = experiments(kafka, "apply", salted);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("another salt");
      assertThat(
              experiments(
                      kafka,
                      "apply",
                      file("same-later.yaml", text(another).replace("2025", "2124")))
                  .err())
          .contains("new-first has begun and cannot begin later: leave from out");
      assertThat(experiments(kafka, "apply", another).exitCode()).as("the same may go on").isZero();
      assertThat(experiments(kafka, "stop", "new-first").out()).contains("stopped new-first");
      assertThat(experiments(kafka, "apply", named).exitCode()).isZero();
    }
  }

  @Test
  void keepsTheBeginningOfOneThatHasBegunAndRefusesWhatWouldMixItsSums() throws IOException {
    String running = file("running.yaml", RUNNING);
    String unsaid =
        file("unsaid.yaml", RUNNING.replace("from: 2025-12-01T00:00:00Z\n", "holdout: 0.0\n"));
    String earlier = file("earlier.yaml", RUNNING.replace("from: 2025", "from: 2024"));
    String elsewhere = file("elsewhere.yaml", RUNNING.replace("[home]", "[home, mail]"));
    String decided = file("decided.yaml", RUNNING.replace("primary: ctr", "primary: likes"));
    String planned = file("planned.yaml", RUNNING.replace("9000", "4000"));
    String guarded = file("guarded.yaml", RUNNING + "guardrails: [{metric: study}]\n");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      assertThat(experiments(kafka, "apply", running).out())
          .isEqualToNormalizingNewlines(NEW + "applied new-first\n");
      for (String again : List.of(unsaid, earlier)) {
        assertThat(experiments(kafka, "apply", again).out())
            .isEqualToNormalizingNewlines(
                """
                new-first has begun, and keeps its beginning: from 2025-12-01T00:00:00Z
                applied new-first
                """);
      }
      assertThat(experiments(kafka, "list").out()).contains("from 2025-12-01T00:00:00Z");

      assertThat(experiments(kafka, "apply", elsewhere).err())
          .contains("placements: new-first has begun on home")
          .contains("give the new one another name");
      assertThat(experiments(kafka, "apply", decided).err())
          .contains("primary: new-first has begun and is decided by ctr")
          .contains("give the new one another name");
      assertThat(experiments(kafka, "apply", planned).err())
          .contains("users: new-first has begun with 9000 planned")
          .contains("give the new one another name");
      assertThat(experiments(kafka, "apply", guarded).err())
          .contains("guardrails: new-first has begun with none")
          .contains("give the new one another name");
    }
  }

  @Test
  void refusesOtherTolerancesOfOneThatHasBegun() throws IOException {
    String guards = "guardrails: [{metric: study, tolerance: 0.02}, {metric: likes}]\n";
    String running = file("running.yaml", RUNNING + guards);
    String turned =
        file(
            "turned.yaml",
            RUNNING + "guardrails: [{metric: likes}, {metric: study, tolerance: 0.02}]\n");
    String loose = file("loose.yaml", RUNNING + guards.replace("0.02", "0.2"));
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      assertThat(experiments(kafka, "apply", running).exitCode()).isZero();

      assertThat(experiments(kafka, "apply", loose).err())
          .contains("guardrails: new-first has begun with study 0.02, likes 0.0");
      assertThat(experiments(kafka, "apply", turned).exitCode()).as("the same").isZero();
    }
  }

  @Test
  void letsAnExampleGiveWay() throws IOException {
    String unsaid = RUNNING.replace("from: 2025-12-01T00:00:00Z\n", "");
    Set<String> examples = Set.of("look-around");
    List<Experiment> example =
        ExperimentFiles.read(
                List.of(Path.of(file("one.yaml", RUNNING.replace("new-first", "look-around")))),
                Instant.now())
            .orFail();
    List<Experiment> another =
        ExperimentFiles.read(List.of(Path.of(file("other.yaml", unsaid))), Instant.now()).orFail();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      ExperimentTopic topic =
          new ExperimentTopic(
              new DefinitionTopic(
                  Map.of("bootstrap.servers", kafka.bootstrapServers()), "experiments"));
      long nowMillis = System.currentTimeMillis();
      topic.apply(example, examples, nowMillis);

      ExperimentTopic.Applied applied = topic.apply(another, examples, nowMillis);
      assertThat(applied.told()).containsExactly("stopped look-around, as new-first is to run");
      assertThat(experiments(kafka, "list").out())
          .contains("look-around: over")
          .contains("new-first: running");
      assertThat(experiments(kafka, "apply", file("again.yaml", unsaid)).exitCode())
          .as("the two are not in each other's way")
          .isZero();

      ExperimentTopic.Applied refused = topic.apply(example, examples, nowMillis);
      assertThat(refused.experiments()).isEmpty();
      assertThat(refused.told()).containsExactly("look-around does not run, as new-first is there");
    }
  }

  private static String text(String file) throws IOException {
    return Files.readString(Path.of(file));
  }

  @Test
  void appliesNothingIfOneOfThemIsWrong() throws IOException {
    String wrong =
        file("wrong.yaml", RUNNING + "---\n" + RUNNING.replace("exploration: 0.1", "tagShare: 0"));
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      CommandRun run = experiments(kafka, "apply", wrong);

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("wrong.yaml:").contains("tagShare: must be above 0");
    }
  }
}
