package dev.freshet.localstack.rules;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.freshet.localstack.CommandRun;
import dev.freshet.testing.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules on a real Kafka. */
class RulesKafkaIT {

  @TempDir private Path folder;

  private static CommandRun rules(EmbeddedKafka kafka, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers()));
    return CommandRun.of(new RulesCommand(), all.toArray(String[]::new));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void appliesListsReplacesAndRemoves() throws IOException {
    String both =
        file(
            "both.yaml",
            """
            - id: weekly
              on: study
              every: {count: 3, of: items, within: week}
              limit: {times: 1, per: week}
              from: 2026-12-01T00:00:00Z
              reward: {points: 50, badge: finisher}
            - {id: hello, from: 2026-12-01T00:00:00Z, budget: 9, reward: {message: welcome}}
            """);
    String edited =
        file(
            "edited.yaml",
            "{id: hello, from: 2026-12-01T00:00:00Z, holdout: 0.1, reward: {message: good-day}}");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      CommandRun applied = rules(kafka, "apply", both);
      assertThat(applied.exitCode()).as(applied.err()).isZero();
      assertThat(applied.out()).isEqualToNormalizingNewlines("applied weekly, hello\n");
      assertThat(rules(kafka, "list").out())
          .isEqualToNormalizingNewlines(
              """
              hello: anything, each time, from 2026-12-01T00:00:00Z, budget 9 -> message welcome
              weekly: study, 3 items a week, at most 1 per week, from 2026-12-01T00:00:00Z -> 50 points, badge finisher
              """);

      assertThat(rules(kafka, "apply", edited).exitCode()).isZero();
      assertThat(rules(kafka, "list").out())
          .contains(
              "hello: anything, each time, from 2026-12-01T00:00:00Z, holdout 0.1 -> message");

      assertThat(rules(kafka, "remove", "hello", "goodbye").err())
          .contains("there is no rule or audience goodbye, but [hello, weekly]")
          .contains("end it with --force");
      assertThat(rules(kafka, "remove", "hello").exitCode()).isZero();
      assertThat(rules(kafka, "list").out().lines()).hasSize(1);
    }
  }

  @Test
  void endsARuleByForceThatOnlyJobsStillKnow() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      kafka.createTopic("rules", 1, Map.of("cleanup.policy", "compact"));

      CommandRun removed = rules(kafka, "remove", "forgotten", "audience:gone", "--force");

      assertThat(removed.exitCode()).as(removed.err()).isZero();
      assertThat(removed.out()).isEqualToNormalizingNewlines("removed forgotten, audience:gone\n");
      assertThat(kafka.latest("rules"))
          .containsOnly(
              entry("forgotten", Optional.empty()), entry("audience:gone", Optional.empty()));
    }
  }

  @Test
  void doesTheSameWithAudiences() throws IOException {
    String yaml =
        file(
            "audiences.yaml",
            """
            - {id: hello, from: 2026-12-01T00:00:00Z, reward: {message: welcome}}
            - audience: idle
              member: |
                now - user.lastSeen
                  > duration("72h")
              enter-after: 6 h
              leave-after: 1 d
              most: 5000
            """);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      CommandRun applied = rules(kafka, "apply", yaml);
      assertThat(applied.exitCode()).as(applied.err()).isZero();
      assertThat(applied.out()).isEqualToNormalizingNewlines("applied hello, audience idle\n");
      assertThat(rules(kafka, "list").out())
          .contains(
              "audience:idle: now - user.lastSeen > duration(\"72h\"), entered after 6 h, left"
                  + " after 1 d, at most 5,000 shown");

      assertThat(rules(kafka, "remove", "idle").err()).contains("there is no rule or audience");
      assertThat(rules(kafka, "remove", "audience:idle").exitCode()).isZero();
      assertThat(rules(kafka, "list").out().lines()).hasSize(1);
    }
  }

  @Test
  void doesTheSameWithRulesOnLists() throws IOException {
    String yaml =
        file(
            "lists.yaml",
            """
            - {id: spring, from: 2026-12-01T00:00:00Z, reward: {message: welcome}}
            - kind: list
              id: spring
              placements: [mail, home]
              when: |
                'spring' in item.tags
                  && item.price < 20.0
              pin: 1
              audience: idle
              from: 2026-12-01T00:00:00Z
              until: 2126-12-08T00:00:00Z
              priority: 5
              owner: marketing
              reason: Spring week
            - {kind: list, id: diverse, from: 2026-12-01T00:00:00Z, most: 2, each: author}
            """);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      CommandRun applied = rules(kafka, "apply", yaml);
      assertThat(applied.exitCode()).as(applied.err()).isZero();
      assertThat(applied.out())
          .isEqualToNormalizingNewlines("applied spring, list spring, list diverse\n");
      assertThat(applied.err()).contains("remark: ", "audience: idle is in none of these files");
      assertThat(rules(kafka, "list").out())
          .contains(
              "list:diverse: most 2 each author, of all items, everywhere, from"
                  + " 2026-12-01T00:00:00Z",
              "list:spring: pin 1, of 'spring' in item.tags && item.price < 20.0, in home and mail,"
                  + " for idle, from 2026-12-01T00:00:00Z, until 2126-12-08T00:00:00Z, priority 5,"
                  + " owner marketing, reason Spring week");

      assertThat(rules(kafka, "remove", "list:spring", "list:diverse").exitCode()).isZero();
      assertThat(rules(kafka, "list").out().lines()).hasSize(1);
    }
  }

  @Test
  void refusesRulesOnListsThatUndoThoseInForceUnlessForced() throws IOException {
    String pins =
        file(
            "pins.yaml",
            """
            - {kind: list, id: first, when: item.id == 'go', pin: 1, from: 2026-11-01T00:00:00Z}
            - {kind: list, id: second, when: item.id == 'go', pin: 2, placements: [mail]}
            """);
    String undoing =
        file(
            "undoing.yaml",
            """
            - {kind: list, id: third, when: item.id == 'c', pin: 1}
            - {kind: list, id: gone, when: "item.id in ['go', 'rust']", hide: true, placements: [mail]}
            """);
    String instead = file("instead.yaml", "{kind: list, id: first, when: item.id == 'c', pin: 1}");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      assertThat(rules(kafka, "apply", pins).exitCode()).isZero();
      assertThat(rules(kafka, "apply", instead).exitCode()).as("in its own place").isZero();
      assertThat(rules(kafka, "apply", pins).exitCode()).isZero();

      CommandRun refused = rules(kafka, "apply", undoing);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err().replace(undoing, "undoing.yaml").lines())
          .hasSize(4)
          .contains(
              "undoing.yaml:1:3: third: pin: first has the place 1 at the same time: give one of"
                  + " them another place, another placement or another time",
              "topic rules: list:first: gone hides go of it",
              "topic rules: list:second: gone hides go of it")
          .first(as(STRING))
          .contains("nothing is applied")
          .endsWith("or apply with --force");
      assertThat(rules(kafka, "list").out()).doesNotContain("gone", "third");

      CommandRun forced = rules(kafka, "apply", undoing, "--force");
      assertThat(forced.exitCode()).as(forced.err()).isZero();
      assertThat(forced.err())
          .contains("remark: topic rules: list:first: gone hides go of it")
          .contains("remark: " + undoing + ":1:3: third: pin: first has the place 1");
      assertThat(rules(kafka, "list").out()).contains("list:gone", "list:third");

      assertThat(rules(kafka, "apply", undoing).exitCode()).as("also once it is there").isOne();
    }
  }

  @Test
  void remarksOnPinsBeyondThoseInForce() throws IOException {
    StringBuilder pins = new StringBuilder();
    for (int i = 1; i <= 20; i++) {
      pins.append("- {kind: list, id: pin-%02d, when: item.id == 'go', pin: %d}%n".formatted(i, i));
    }
    String more = file("more.yaml", "{kind: list, id: z, when: item.id == 'go', pin: 30}");
    String first =
        file("first.yaml", "{kind: list, id: a, when: item.id == 'go', pin: 40, priority: 9}");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      assertThat(rules(kafka, "apply", file("pins.yaml", pins.toString())).exitCode()).isZero();

      CommandRun applied = rules(kafka, "apply", more);
      assertThat(applied.exitCode()).as(applied.err()).isZero();
      assertThat(applied.err())
          .isEqualToNormalizingNewlines(
              "remark: "
                  + more
                  + ":1:1: z: 20 pins come first at the same time, and no more apply to a list\n");
      assertThat(rules(kafka, "apply", first).err())
          .isEqualToNormalizingNewlines(
              "remark: topic rules: list:pin-20: 20 pins come first at the same time, and no more"
                  + " apply to a list\n");
    }
  }

  @Test
  void appliesNothingIfOneOfThemIsWrong() throws IOException {
    String wrong = file("wrong.yaml", "[{id: good, reward: {points: 1}}, {id: bad}]");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      CommandRun run = rules(kafka, "apply", wrong);

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("wrong.yaml:1:").contains("reward: must be there");
    }
  }
}
