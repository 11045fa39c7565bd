package dev.freshet.localstack.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules on lists as people write them. */
class ListRulesCommandTest {

  private static final String END = "2120-01-01T00:00:00Z";

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static CommandRun rules(String... arguments) {
    return CommandRun.of(new RulesCommand(), arguments);
  }

  @Test
  void findsNothingWrongWithTheRulesToBeginWith() throws IOException {
    // As of a century later: what is over already is refused.
    String all =
        file(
            "all.yaml",
            Files.readString(Path.of("../docs/list-rules.yaml")).replace("until: 20", "until: 21"));

    CommandRun run = rules("check", all, "../docs/audiences.yaml");

    assertThat(run.out())
        .isEqualToNormalizingNewlines(
            """
            5 audiences can be used
            7 rules on lists can be used
            1 rules can be used, 0 cannot
            """);
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void tellsFileLineColumnAndWhatIsWrong() throws IOException {
    String bad =
        file(
            "bad.yaml",
            """
            kind: list
            id: one
            when: >
              item.kind == 'course' &&
              item.price < 'ten'
            pin: 1
            ---
            kind: list
            id: two
            when: item.colour == 'red'
            hide: true
            ---
            kind: lists
            id: three
            ---
            kind: list
            id: four
            when: item.price < 1.0
            pin: 1
            hide: true
            ---
            kind: list
            id: five
            when: item.price < 1.0
            ---
            kind: list
            id: six
            when: item.price < 1.0
            pin: 201
            ---
            kind: list
            id: seven
            hide: true
            ---
            kind: list
            id: eight
            when: item.price < 1.0
            hide: no
            ---
            kind: list
            id: nine
            when: item.price < 1.0
            hide: true
            priority: high
            ---
            kind: list
            id: nine
            most: 2
            each: price
            """);

    CommandRun run = rules("check", bad);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().replace(bad, "bad.yaml").lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("bad.yaml:5:14: when: found no matching overload"),
            line ->
                assertThat(line)
                    .startsWith("bad.yaml:10:")
                    .endsWith(
                        "item has no such field, but age, author, hasPrice, id, kind, level, price,"
                            + " tags"),
            line -> assertThat(line).startsWith("bad.yaml:13:7: kind must be list"),
            line ->
                assertThat(line)
                    .startsWith("bad.yaml:20:7: must have one of pin, factor")
                    .endsWith("has pin and hide"),
            line -> assertThat(line).startsWith("bad.yaml:22:1: must have one of").endsWith("none"),
            line -> assertThat(line).startsWith("bad.yaml:29:6: pin: must be a whole number of 1"),
            line -> assertThat(line).startsWith("bad.yaml:31:1: when: must be there"),
            line ->
                assertThat(line)
                    .isEqualTo("bad.yaml:38:7: hide must be true, or left out, but is no"),
            line -> assertThat(line).startsWith("bad.yaml:44:11: priority must be a whole number"),
            line ->
                assertThat(line).startsWith("bad.yaml:49:7: each: must be author, kind, or tag:"),
            line -> assertThat(line).isEqualTo("0 rules can be used, 10 cannot"));
  }

  @Test
  void tellsWhichRulesUndoOthers() throws IOException {
    String all =
        file(
            "all.yaml",
            """
            - {kind: list, id: one, when: item.id == 'go', pin: 1, placements: [home]}
            - {kind: list, id: two, when: item.id == 'rust', pin: 1, until: 2120-01-01T00:00:00Z}
            - {kind: list, id: elsewhere, when: item.id == 'rust', pin: 1, placements: [mail]}
            - {kind: list, id: others, when: item.id == 'rust', pin: 1, until: 2126-01-01T00:00:00Z,
               from: 2125-01-01T00:00:00Z, placements: [course]}
            - {kind: list, id: gone, when: "item.id in ['go', 'c']", hide: true}
            - {kind: list, id: boost, when: "'new' in item.tags", factor: 2}
            - {kind: list, id: bury, when: "'old' in item.tags", factor: 0.5}
            - {kind: list, id: not-new, when: "'new'  in item.tags", hide: true}
            - {kind: list, id: not-old, when: "'old' in item.tags", hide: true}
            """);

    CommandRun run = rules("check", all);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().replace(all, "all.yaml").lines())
        .containsExactly(
            "all.yaml:2:3: two: pin: one has the place 1 at the same time: give one of them another"
                + " place, another placement or another time",
            "all.yaml:1:3: one: gone hides go of it",
            "all.yaml:3:3: elsewhere: pin: two has the place 1 at the same time: give one of them"
                + " another place, another placement or another time",
            "all.yaml:7:3: boost: not-new hides all of it",
            "9 rules on lists can be used",
            "0 rules can be used, 4 cannot");
  }

  @Test
  void tellsOfAPinThatNoOnlyRuleAllows() throws IOException {
    String all =
        file(
            "all.yaml",
            """
            - {kind: list, id: pinned, when: item.id == 'go', pin: 1}
            - {kind: list, id: allowed, when: item.id == 'c', pin: 2}
            - {kind: list, id: some, when: "item.id in ['a', 'b']", only: true}
            - {kind: list, id: more, when: item.id == 'c', only: true}
            """);

    CommandRun run = rules("check", all);

    assertThat(run.out().replace(all, "all.yaml"))
        .startsWith("all.yaml:1:3: pinned: only what some, more names is listed, nothing of it\n");
    assertThat(run.out().lines()).hasSize(3);
  }

  @Test
  void tellsOfWhatAloneMayBeListedAndIsHidden() throws IOException {
    String all =
        file(
            "all.yaml",
            """
            - {kind: list, id: free-page, when: item.price == 0.0, only: true, placements: [home]}
            - {kind: list, id: no-free, when: item.price  == 0.0, hide: true, placements: [home]}
            - {kind: list, id: some, when: "item.id in ['a', 'b']", only: true, placements: [mail]}
            - {kind: list, id: gone, when: item.id == 'a', hide: true, placements: [mail]}
            - {kind: list, id: none, when: item.id == 'c', only: true, placements: [course]}
            - {kind: list, id: both, when: "item.id in ['c', 'd']", hide: true, placements: [course]}
            """);

    CommandRun run = rules("check", all);

    assertThat(run.out().replace(all, "all.yaml").lines())
        .containsExactly(
            "all.yaml:1:3: free-page: no-free hides all of it",
            "all.yaml:5:3: none: both hides all of it",
            "6 rules on lists can be used",
            "0 rules can be used, 2 cannot");
  }

  @Test
  void tellsOfABoostThatNoOnlyRuleAllows() throws IOException {
    String all =
        file(
            "all.yaml",
            """
            - {kind: list, id: lifted, when: item.id == 'go', factor: 3}
            - {kind: list, id: buried, when: item.id == 'rust', factor: 0.3}
            - {kind: list, id: some, when: "item.id in ['a', 'b']", only: true}
            """);

    assertThat(rules("check", all).out().replace(all, "all.yaml"))
        .startsWith("all.yaml:1:3: lifted: only what some names is listed, nothing of it\n3 rules");
  }

  @Test
  void remarksOnRulesThatMayBeMeantOtherwise() throws IOException {
    String all =
        file(
            "all.yaml",
            """
            - {kind: list, id: lift, when: item.kind == 'book', factor: 5, placements: [home]}
            - {kind: list, id: bury, when: item.kind  == 'book', factor: 0.2, placements: [home]}
            - {kind: list, id: members, when: item.kind == 'book', factor: 0.5, audience: a}
            - {kind: list, id: twice, when: item.kind == 'book', factor: 2, placements: [home]}
            - {kind: list, id: same, when: item.kind == 'film', factor: 1, placements: [home]}
            - {kind: list, id: gone, when: ' true ', hide: true, placements: [course, mail]}
            - {kind: list, id: all, when: 'true', only: true, placements: [home]}
            """);

    CommandRun run = rules("check", all, "../docs/audiences.yaml");

    assertThat(run.out().replace(all, "all.yaml").lines().filter(line -> line.startsWith("remark")))
        .containsExactly(
            "remark: all.yaml:3:3: members: audience: a is in none of these files: it must be in"
                + " force already",
            "remark: all.yaml:2:3: bury: factor: lift has factor 5.0 for the same items at the same"
                + " time: together they come to 1",
            "remark: all.yaml:4:3: twice: factor: bury has factor 0.2 for the same items at the same"
                + " time: together they come to 0.4",
            "remark: all.yaml:5:3: same: factor: 1 changes nothing: name another one",
            "remark: all.yaml:6:3: gone: hide: hides every item, so that lists in course and mail are"
                + " empty",
            "remark: all.yaml:7:3: all: only: names every item, so changes nothing");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void refusesWhatIsThereTwiceOrOverAlready() throws IOException {
    String bad =
        file(
            "bad.yaml",
            """
            - {kind: list, id: one, when: item.id == 'go', pin: 1, pin: 2}
            - {kind: list, id: two, when: item.id == 'go', hide: true, from: 2019-01-01T00:00:00Z,
               until: 2020-01-01T00:00:00Z}
            """);

    CommandRun run = rules("check", bad);

    assertThat(run.out().replace(bad, "bad.yaml").lines())
        .containsExactly(
            "bad.yaml:1:56: pin is there twice: leave one out",
            "bad.yaml:3:11: until: 2020-01-01T00:00:00Z is past: let it end later, or leave the rule"
                + " out",
            "0 rules can be used, 2 cannot");
  }

  @Test
  void remarksOnAnAudienceThatIsNowhere() throws IOException {
    String all =
        file(
            "all.yaml",
            "{kind: list, id: one, when: item.id == 'go', pin: 1, audience: drifting-away}");

    CommandRun run = rules("check", all);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("remark: ", "one: audience: drifting-away is in none of these files");
    assertThat(rules("check", all, "../docs/audiences.yaml").out()).doesNotContain("remark");
  }

  @Test
  void remarksOnPinsAndAudiencesBeyondThoseThatApplyToAList() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 21; i++) {
      text.append(
              "- {kind: list, id: pin-%02d, when: item.id == 'go', pin: %d, until: %s"
                  .formatted(i, i, END))
          .append(i == 7 ? ", placements: [home]}\n" : "}\n");
    }
    text.append(
        "- {kind: list, id: later, when: item.id == 'go', pin: 30, from: 2125-01-01T00:00:00Z,"
            + " until: 2126-01-01T00:00:00Z}\n");
    for (int i = 1; i <= 6; i++) {
      text.append("- {kind: list, id: z-%d, when: item.id == 'c', factor: 2,".formatted(i))
          .append(" audience: a%d}\n".formatted(i));
    }
    String all = file("all.yaml", text.toString());

    CommandRun run = rules("check", all);

    assertThat(
            run.out().replace(all, "all.yaml").lines().filter(line -> line.contains("come first")))
        .containsExactly(
            "remark: all.yaml:28:3: z-6: rules of 5 audiences come first at the same time, and no"
                + " more apply to a list",
            "remark: all.yaml:21:3: pin-21: 20 pins in home come first at the same time, and no"
                + " more apply to a list");
  }

  @Test
  void triesThemOnTheCatalogueOfALog() throws IOException {
    String all =
        file(
            "all.yaml",
            """
            - {kind: list, id: cheap, when: item.price < 10.0, pin: 1}
            - {kind: list, id: of-ada, when: "item.author == 'ada' && item.level == 'beginner'",
               hide: true}
            - {kind: list, id: none, when: item.age > 9000.0, factor: 2}
            """);
    file(
        "items.csv",
        """
        item,title,tags,price,level,author
        go,Go,code,5,beginner,ada
        rust,Rust,code,,expert,ada
        c,C,code,9.5,beginner,ben
        """);
    String log =
        file(
            "events.csv",
            """
            ts,user,item,type,value
            1772452800000,u1,c,click,
            1772452801000,u2,c,click,
            """);

    CommandRun run = rules("dry-run", all, "--log", log);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().map(line -> line.strip().replaceAll("\\s+", " ")))
        .containsExactly(
            "rule on lists action items the best of them",
            "cheap pin 1 2 c go",
            "of-ada hide 1 go",
            "none factor 2.0 0",
            "cheap: of-ada hides go of it");
  }
}
