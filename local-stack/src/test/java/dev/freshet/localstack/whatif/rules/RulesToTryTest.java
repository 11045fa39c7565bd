package dev.freshet.localstack.whatif.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.localstack.CommandRun;
import dev.freshet.localstack.whatif.WhatIfCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code what-if} with rules on lists. */
class RulesToTryTest {

  private static final String CHEAP =
      "{kind: list, id: cheap, when: item.price < 10.0, pin: 1, placements: [home]}";
  private static final String OF_MEMBERS =
      "{kind: list, id: of-members, when: item.author == 'ben', pin: 2, audience: idle}";
  private static final String NEXT_YEAR =
      "{kind: list, id: next-year, when: item.level == 'expert', hide: true,"
          + " from: 2027-01-01T00:00:00Z, until: 2027-02-01T00:00:00Z}";

  @TempDir private Path folder;
  private String log = "";

  /** Ten users go through eight items, one a minute, and never come to the ninth, the cheap one. */
  @BeforeEach
  void writeLog() throws IOException {
    StringBuilder rows = new StringBuilder("ts,user,item,type,value\n");
    for (int step = 0; step < 6; step++) {
      for (int user = 0; user < 10; user++) {
        long atMillis = 1_700_000_000_000L + (step * 10 + user) * 61_007L;
        rows.append("%d,user-%d,item-%d,click,%n".formatted(atMillis, user, (step + user % 2) % 8));
      }
    }
    StringBuilder items = new StringBuilder("item,title,tags,price,level,author\n");
    for (int item = 0; item < 9; item++) {
      items.append(
          "item-%d,Item,tag,%d,%s,%s%n"
              .formatted(
                  item, item == 8 ? 5 : 50, item < 2 ? "expert" : "", item == 7 ? "ben" : "ada"));
    }
    log = file("events.csv", rows.toString());
    file("items.csv", items.toString());
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private CommandRun tried(String rules, String... options) throws IOException {
    List<String> arguments =
        Stream.concat(Stream.of(log, "--rules", file("rules.yaml", rules)), Stream.of(options))
            .toList();
    return CommandRun.of(new WhatIfCommand(), arguments.toArray(String[]::new));
  }

  private static String all(String... rules) {
    return "- " + String.join("\n- ", rules) + "\n";
  }

  /** The lines that begin with a rule's id, or with a text, white space folded. */
  private static List<String> lines(CommandRun run, String start) {
    return run.out()
        .lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.strip().replaceAll("\\s+", " "))
        .toList();
  }

  @Test
  void tellsWhatEachRuleDidToTheListsThatWereJudged() throws IOException {
    CommandRun run =
        tried(
            all(CHEAP, "{kind: list, id: experts, when: item.level == 'expert', hide: true}"),
            "--placement",
            "home");

    assertThat(run.exitCode()).as(run.text()).isZero();
    assertThat(run.out())
        .contains("A: the defaults\nB: the defaults, with the rules cheap, experts\n")
        .contains("The rules in the 50 lists of 20 that were judged, of 10 users, in home:\n")
        .doesNotContain("Left out");
    assertThat(lines(run, "cheap")).containsExactly("cheap pin 1 50 50 50 placed");
    // Users at odd steps have done one of the two already.
    assertThat(lines(run, "experts").get(0)).matches("experts hide 50 \\d+ \\d+ hidden");
    assertThat(lines(run, "50 of the lists").get(0))
        .startsWith("50 of the lists changed, those of 10 of the users (100.0 %); mean overlap");
    assertThat(run.out()).contains("A is better: B changes ");
    assertThat(run.out()).contains("10 of 10 lists changed, most:");
  }

  @Test
  void leavesTheRecommenderAsItIs() throws IOException {
    Path file = folder.resolve("out.json");

    CommandRun run =
        tried(
            all(CHEAP, "{kind: list, id: none, when: item.price > 90.0, factor: 0.5}"),
            "--placement",
            "home",
            "--json",
            file.toString());

    assertThat(run.exitCode()).as(run.text()).isZero();
    JsonNode json = new ObjectMapper().readTree(Files.readString(file)).path("logs").path(0);
    JsonNode rules = json.path("rulesOnLists");
    assertThat(rules.path("placement").asText()).isEqualTo("home");
    assertThat(rules.path("lists").asInt()).isEqualTo(50);
    assertThat(rules.path("changedLists").asInt()).isEqualTo(50);
    assertThat(rules.path("changedUsers").asInt()).isEqualTo(10);
    assertThat(rules.path("rules").path(0).path("placed").asInt()).isEqualTo(50);
    assertThat(rules.path("rules").path(1).path("appliedTo").asInt()).isZero();
    assertThat(rules.path("remarks").path(0).asText())
        .isEqualTo("none: there is no item for it to act on");
    // The pin takes the first place and moves all others by one: nothing else changes.
    assertThat(json.path("measures").path("HR@20").path("difference").asDouble()).isZero();
    for (JsonNode list : json.path("lists")) {
      List<String> before = texts(list.path("a"));
      assertThat(texts(list.path("b")))
          .startsWith("item-8")
          .filteredOn(item -> !item.equals("item-8"))
          .containsExactlyElementsOf(
              before.stream().filter(item -> !item.equals("item-8")).toList());
    }
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  @Test
  void leavesOutRulesOfOtherPlacementsAndOfAudiencesAndSaysSo() throws IOException {
    String rules = all(CHEAP, OF_MEMBERS, "{kind: list, id: few, most: 3}");

    CommandRun run = tried(rules);

    assertThat(run.exitCode()).as(run.text()).isZero();
    assertThat(lines(run, "B: ")).containsExactly("B: the defaults, with the rules few");
    assertThat(lines(run, "Left out"))
        .containsExactly(
            "Left out: cheap: is for home alone (--placement)",
            "Left out: of-members: is for the audience idle, whose members the log does not tell"
                + " (--audience, --everybody)");
    assertThat(tried(rules, "--everybody").out()).contains("with the rules of-members, few");
  }

  @Test
  void appliesARuleToTheMembersOfAnAudienceThatAreGiven() throws IOException {
    String members = file("idle.txt", "user-3\n\n user-4 \nnobody\n");

    CommandRun run = tried(all(OF_MEMBERS), "--audience", "idle=" + members);

    assertThat(run.exitCode()).as(run.text()).isZero();
    assertThat(lines(run, "of-members").get(0)).startsWith("of-members pin 2 10 10 10 placed");
    assertThat(run.out()).contains("those of 2 of the users (20.0 %)");
  }

  @Test
  void appliesRulesAtTheirTimeUnlessTheyAreToHoldAlways() throws IOException {
    String half =
        "{kind: list, id: half, when: item.id == 'item-8', pin: 1,"
            + " from: %s}".formatted(Instant.ofEpochMilli(1_700_000_000_000L + 30 * 61_007L));

    CommandRun run = tried(all(NEXT_YEAR, half));

    assertThat(run.exitCode()).as(run.text()).isZero();
    assertThat(lines(run, "half")).containsExactly("half pin 1 30 30 30 placed");
    assertThat(lines(run, "next-year"))
        .containsExactly(
            "next-year hide 0 0 0 hidden",
            "next-year: no list was read at its time, from 2027-01-01T00:00:00Z until"
                + " 2027-02-01T00:00:00Z (--always)");
    assertThat(lines(tried(all(NEXT_YEAR, half), "--always"), "half"))
        .containsExactly("half pin 1 50 50 50 placed");
  }

  @Test
  void goesTogetherWithSettings() throws IOException {
    CommandRun run =
        tried(
            all("{kind: list, id: first, when: item.price > 1.0, pin: 1}"),
            "--b",
            "recommendations.exclude=nothing",
            "--b",
            "recommendations.rules.items=2");

    assertThat(run.exitCode()).as(run.text()).isZero();
    assertThat(run.out())
        .contains(
            "B: recommendations.exclude=nothing, recommendations.rules.items=2, with the rules"
                + " first\n")
        .contains("Of 1 rules readers are told the best items alone");
  }

  @Test
  void tellsHowItIsUsed() {
    assertThat(CommandRun.of(new WhatIfCommand(), "--help").out())
        .contains("--rules=FILE", "--placement=NAME", "--audience=NAME=FILE", "--everybody")
        .contains("--always", "The measures tell what rules cost");
  }

  @Test
  void tellsFileLineAndColumnOfWhatIsWrong() throws IOException {
    CommandRun run = tried("kind: list\nid: one\nwhen: item.colour == 'red'\nhide: true\n");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("what-if: " + folder.resolve("rules.yaml") + ":3:7: when: ")
        .contains("item has no such field");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void refusesWhatCannotBeTried() throws IOException {
    assertThat(tried(all(CHEAP, OF_MEMBERS)))
        .satisfies(
            run -> {
              assertThat(run.exitCode()).isEqualTo(2);
              assertThat(run.err())
                  .contains("no rule can be tried: cheap: is for home alone (--placement); of-m");
            });
    assertThat(tried("audience: idle\nmember: user.level == 0\n").err())
        .contains("no rule on lists (kind: list) is in " + folder.resolve("rules.yaml"));
    assertThat(tried(all(CHEAP), "--placement", "home", "--audience", "idel=x").err())
        .contains("--audience idel: no rule is for it; none is for an audience");
    assertThat(tried(all(OF_MEMBERS), "--audience", "idle=" + folder.resolve("none.txt")))
        .satisfies(
            run -> {
              assertThat(run.exitCode()).isEqualTo(1);
              assertThat(run.err()).contains("none.txt: does not exist");
            });
    for (List<String> alone :
        List.of(
            List.of("--placement", "home"),
            List.of("--audience", "idle=x"),
            List.of("--everybody"),
            List.of("--always"))) {
      List<String> arguments = new ArrayList<>(alone);
      arguments.add(0, log);
      CommandRun run = CommandRun.of(new WhatIfCommand(), arguments.toArray(String[]::new));
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains(alone.get(0) + " goes with --rules");
    }
  }
}
