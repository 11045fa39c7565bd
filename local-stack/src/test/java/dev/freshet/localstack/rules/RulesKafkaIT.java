package dev.freshet.localstack.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

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
              until: 2026-12-08T00:00:00Z
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
                  + " for idle, from 2026-12-01T00:00:00Z, until 2026-12-08T00:00:00Z, priority 5,"
                  + " owner marketing, reason Spring week");

      assertThat(rules(kafka, "remove", "list:spring", "list:diverse").exitCode()).isZero();
      assertThat(rules(kafka, "list").out().lines()).hasSize(1);
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
