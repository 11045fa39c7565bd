package dev.freshet.localstack.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandTest {

  private static final long MONDAY_NOON = 1_772_452_800_000L;
  private static final long HOUR = 3_600_000L;

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static CommandRun rules(String... arguments) {
    return CommandRun.of(new RulesCommand(), arguments);
  }

  @Test
  void findsNothingWrongWithTheAudiencesToBeginWith() {
    CommandRun run = rules("check", "../docs/audiences.yaml");

    assertThat(run.exitCode()).as(run.out()).isZero();
  }

  @Test
  void findsNothingWrongWithGoodRules() throws IOException {
    String good =
        file(
            "good.yaml",
            """
            id: weekly
            on: [study, comment]
            when: event.completed && 'go' in event.tags
            every: {count: 3, of: items, within: week}
            limit: {times: 1, per: week}
            audience: user.level > 1
            from: 2026-12-01T00:00:00+08:00
            until: 2127-01-01T00:00:00Z
            activity: winter
            holdout: 0.1
            budget: 1000
            reward:
              points: 50
              badge: finisher
              coupon: {benefit: 10 % off, valid: 14 d}
              message: well-done
              cost: 2.5
            ---
            - {id: streak, on: study, every: {streak: 7}, reward: {points: 70}}
            - {id: hello, reward: {message: welcome}}
            """);

    CommandRun run = rules("check", good);

    assertThat(run.out()).isEqualToNormalizingNewlines("3 rules can be used, 0 cannot\n");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void tellsFileLineColumnAndWhatIsWrong() throws IOException {
    String bad =
        file(
            "bad.yaml",
            """
            id: one
            when: >
              event.completed &&
              event.minutes > 'ten'
            reward: {points: 1}
            ---
            id: two
            evry: {count: 3}
            reward: {points: 1}
            ---
            id: three
            every: {count: 9, of: days, within: week}
            reward: {points: 1}
            ---
            id: four
            when: "user.scor > 1"
            reward: {points: 1}
            ---
            id: five
            from: tomorrow
            reward: {points: 1}
            ---
            id: six
            reward: {points: -1}
            ---
            id: six
            reward: {points: 1}
            ---
            id: six
            reward: {points: 1}
            ---
            id: seven
            reward: {points: 1, cost: nothing}
            """);

    CommandRun run = rules("check", bad);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().replace(bad, "bad.yaml").lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("bad.yaml:4:17: when: found no matching overload"),
            line -> assertThat(line).startsWith("bad.yaml:8:1: there is no field evry, but [act"),
            line -> assertThat(line).isEqualTo("bad.yaml:12:8: every: a week does not have 9 days"),
            line -> assertThat(line).startsWith("bad.yaml:16:").contains("user has no such field"),
            line -> assertThat(line).startsWith("bad.yaml:20:7: from must be a moment such as"),
            line -> assertThat(line).startsWith("bad.yaml:24:9: reward: points must be 0 or more"),
            line -> assertThat(line).startsWith("bad.yaml:29:1: id: six is in bad.yaml already"),
            line -> assertThat(line).startsWith("bad.yaml:33:27: cost must be a number"),
            line -> assertThat(line).isEqualTo("1 rules can be used, 8 cannot"));
  }

  @Test
  void refusesWhatIsThereTwiceOrOverAlready() throws IOException {
    String bad =
        file(
            "bad.yaml",
            """
            id: one
            id: two
            reward: {points: 1}
            ---
            audience: three
            member: user.points > 3
            member: user.points > 4
            ---
            id: four
            from: 2019-01-01T00:00:00Z
            until: 2020-01-01T00:00:00Z
            reward: {points: 1}
            """);

    CommandRun run = rules("check", bad);

    assertThat(run.out().replace(bad, "bad.yaml").lines())
        .containsExactly(
            "bad.yaml:2:1: id is there twice: leave one out",
            "bad.yaml:7:1: member is there twice: leave one out",
            "bad.yaml:11:8: until: 2020-01-01T00:00:00Z is past: let it end later, or leave the rule"
                + " out",
            "0 rules can be used, 3 cannot");
  }

  @Test
  void refusesAFileWithNothingInIt() throws IOException {
    String empty = file("empty.yaml", "# later\n");

    assertThat(rules("check", empty).out())
        .isEqualToNormalizingNewlines(
            empty
                + ":1:1: has nothing in it: write down one at least, or leave the file out\n"
                + "0 rules can be used, 1 cannot\n");
  }

  @Test
  void findsNothingWrongWithAudiencesWhoseMomentsCanBeTold() throws IOException {
    String good =
        file(
            "good.yaml",
            """
            audience: drifting-away
            member: >
              now - user.lastSeen > duration("168h") && user.propensity > 0.3
            enter-after: 6 h
            leave-after: 1 d
            most: 5000
            ---
            - audience: beginners-that-stopped
              member: '"beginner" in user.badges && now - user.lastSeen > duration("72h")'
            - {audience: hardly-begun, member: 'now - user.firstSeen < duration("336h") && user.activeDays28 < 2'}
            - {id: hello, reward: {message: welcome}}
            """);

    CommandRun run = rules("check", good);

    assertThat(run.out())
        .isEqualToNormalizingNewlines("3 audiences can be used\n1 rules can be used, 0 cannot\n");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void tellsWhatIsWrongWithAnAudience() throws IOException {
    String bad =
        file(
            "bad.yaml",
            """
            audience: at-night
            member: >
              user.points > 3 &&
              now.getHours() == 3
            ---
            audience: long
            member: user.points > 3
            leave-after: 400 d
            ---
            audience: twice
            member: user.points > 3
            ---
            audience: twice
            member: event.minutes > 3.0
            ---
            audience: twice
            member: user.points > 4
            """);

    CommandRun run = rules("check", bad);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().replace(bad, "bad.yaml").lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("bad.yaml:4:3: member: now is not compared: when"),
            line -> assertThat(line).startsWith("bad.yaml:8:14: leave-after: must be 0 to 365"),
            line -> assertThat(line).startsWith("bad.yaml:14:9: member: an audience is about"),
            line -> assertThat(line).startsWith("bad.yaml:16:1: audience: twice is in bad.yaml"),
            line -> assertThat(line).isEqualTo("1 audiences can be used"),
            line -> assertThat(line).isEqualTo("0 rules can be used, 4 cannot"));
  }

  @Test
  void tellsWhereAFileIsNoYaml() throws IOException {
    String bad = file("bad.yaml", "id: [one\nreward: {points: 1}\n");

    CommandRun run = rules("check", bad);

    assertThat(run.out()).startsWith(bad + ":2:").contains("is no YAML");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void wantsToKnowWhatToDo() {
    assertThat(rules().exitCode()).isEqualTo(2);
    assertThat(rules().err()).contains("check, apply, list, remove or dry-run");
  }

  @Test
  void tellsWhomARuleWouldHaveReachedAndWhatItCosts() throws IOException {
    StringBuilder log = new StringBuilder("ts,user,item,type,value\n");
    for (int hour = 0; hour < 6; hour++) {
      for (String user : new String[] {"ada", "bob", "cyd"}) {
        log.append("%d,%s,item-%d,study,300%n".formatted(MONDAY_NOON + hour * HOUR, user, hour));
      }
    }
    String events = file("events.csv", log.toString());
    String yaml =
        file(
            "rules.yaml",
            """
            - {id: each, on: study, reward: {points: 10}}
            - {id: first, on: study, budget: 4, reward: {points: 1}}
            - id: three
              every: {count: 3, of: items, within: day}
              limit: {times: 1, per: day}
              reward: {coupon: {benefit: tea, valid: 1 d}, message: well-done, cost: 0.125}
            - {id: broken, when: "1 / user.points > 5 && user.interests['go'] > 1.0", reward: {points: 1}}
            """);

    CommandRun run = rules("dry-run", yaml, "--log", events, "--set", "engagement.lateness=1 min");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .contains(
            "rule users held out rewards refused points coupons messages cost errors",
            "each 3 0 18 0 180 0 0 0.000 0",
            "first 3 0 4 14 4 0 0 0.000 0",
            "three 3 0 3 0 0 3 3 0.375 0")
        .anySatisfy(line -> assertThat(line).matches("broken 0 0 0 0 0 0 0 0.000 \\d+"));
  }

  @Test
  void knowsWhatOtherJobsWouldHaveToldOfUsers() throws IOException {
    file("items.csv", "item,title,tags\ngo-1,Go,go\ngo-2,Go on,go\nart,Art,art\n");
    String events =
        file(
            "events.csv",
            "ts,user,item,type,value\n"
                + "%d,ada,go-1,study,300%n%d,ada,go-2,study,300%n%d,ada,art,study,300%n"
                    .formatted(MONDAY_NOON, MONDAY_NOON + 4 * HOUR, MONDAY_NOON + 8 * HOUR)
                + "%d,bob,art,study,300%n".formatted(MONDAY_NOON + 60 * 24 * HOUR));
    String yaml =
        file(
            "told.yaml",
            """
            - id: told
              on: stickiness
              when: user.tier == "dormant" && user.score >= 0.0
              limit: {times: 1, per: ever}
              reward: {message: come-back, cost: 0.25}
            - {id: of-go, on: study, when: '"go" in user.interests', reward: {points: 1}}
            - {audience: asleep, member: user.tier == "dormant"}
            - {audience: gophers, member: '"go" in user.interests'}
            """);

    CommandRun run = rules("dry-run", yaml, "--log", events);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .contains(
            "of-go 1 0 2 0 2 0 0 0.000 0",
            "told 1 0 1 0 0 0 1 0.250 0",
            "asleep 1 0 1 0",
            "gophers 1 0 1 0");
  }

  @Test
  void tellsWhoWouldHaveBeenInAnAudience() throws IOException {
    String events =
        file(
            "events.csv",
            "ts,user,item,type,value\n"
                + "%d,ada,go,study,300%n%d,ada,go,study,300%n%d,bob,go,study,300%n"
                    .formatted(MONDAY_NOON, MONDAY_NOON + 4 * HOUR, MONDAY_NOON + 8 * HOUR));
    String yaml =
        file(
            "audiences.yaml",
            """
            - {audience: away, member: now - user.lastSeen >= duration("3h")}
            - {audience: fails, member: 'user.interests["go"] > 0.5'}
            - {audience: all, member: user.points >= 0}
            """);

    CommandRun run = rules("dry-run", yaml, "--log", events);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .containsExactly(
            "audience entered left members errors", "all 2 0 2 0", "away 2 1 1 0", "fails 0 0 0 7");
  }
}
