package dev.freshet.localstack.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentsCommandTest {

  private static final Path PAGE = Path.of("../docs/effect.md");

  private static final String SECOND =
      """
      name: second
      placements: [home, mail]
      from: 2126-12-24T00:00:00Z
      until: 2127-02-01T00:00:00Z
      variants: [{name: control, share: 0.5}, {name: b, share: 0.5}]
      primary: purchases
      users: 9000
      """;

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  /** The definition on the page, as of a century later: what is over already is refused. */
  private static String example() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf("```yaml\n") + 8;
    return page.substring(from, page.indexOf("```", from))
        .replace("from: 20", "from: 21")
        .replace("until: 20", "until: 21");
  }

  private static CommandRun check(String... files) {
    String[] arguments = new String[files.length + 1];
    arguments[0] = "check";
    System.arraycopy(files, 0, arguments, 1, files.length);
    return CommandRun.of(new ExperimentsCommand(), arguments);
  }

  @Test
  void findsNothingWrongWithTheExampleOfThePage() throws IOException {
    CommandRun run = check(file("good.yaml", example()));

    assertThat(run.out()).isEqualToNormalizingNewlines("1 experiments can be used, 0 cannot\n");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void tellsWhichExperimentsAreInEachOthersWay() throws IOException {
    String first = file("first.yaml", example());
    String second = file("second.yaml", SECOND);

    CommandRun run = check(first, second);

    assertThat(run.out())
        .isEqualToNormalizingNewlines(
            second
                + ":2:13: placements: fresh-first and second both change home at the same time: end"
                + " one before the other begins\n1 experiments can be used, 1 cannot\n");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void tellsFileLineColumnAndWhatIsWrong() throws IOException {
    String bad =
        file(
            "bad.yaml",
            String.join(
                "---\n",
                SECOND.replace("second", "Second"),
                SECOND.replace("users", "user"),
                SECOND.replace("0.5}]", "0.6}]"),
                SECOND.replace("purchases", "fame"),
                SECOND.replace("2127-02-01T00:00:00Z", "soon"),
                SECOND.replace("0.5}]", "0.5, weights: {age: 11}}]"),
                SECOND.replace("0.5}]", "0.5, weights: {fame: 1}}]"),
                SECOND.replace("0.5}]", "0.5, rules: maybe}]"),
                SECOND.replace("0.5}]", "0.5, tagShare: 30}]"),
                SECOND + "guardrails: study\n",
                SECOND + "guardrails: [{metric: study, tolerance: 2}]\n",
                SECOND.replace("9000", "many")));

    CommandRun run = check(bad);

    assertThat(run.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(bad + ":1:7: name: must be lower-case words"),
            line -> assertThat(line).startsWith(bad + ":15:1: there is no field user, but"),
            line -> assertThat(line).startsWith(bad + ":21:11: variants: the shares must add up"),
            line -> assertThat(line).startsWith(bad + ":30:10: primary must be one of ctr, lists,"),
            line -> assertThat(line).startsWith(bad + ":36:8: until must be a moment such as"),
            line -> assertThat(line).contains(":45:").contains("weights: age must be 0 to 10.0"),
            line -> assertThat(line).contains(":53:").contains("there is no field fame"),
            line -> assertThat(line).contains(":61:").contains("rules must be on or off"),
            line -> assertThat(line).contains("tagShare: must be above 0 and 1 at most"),
            line -> assertThat(line).contains("guardrails must be a list of mappings"),
            line -> assertThat(line).contains("guardrails: tolerance of study must be 0 to 0.5"),
            line -> assertThat(line).contains("users must be a whole number, but is many"),
            line -> assertThat(line).isEqualTo("0 experiments can be used, 12 cannot"));
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void refusesWhatIsThereTwice() throws IOException {
    String twice =
        file(
            "twice.yaml",
            String.join(
                "---\n",
                SECOND + "users: 300\n",
                SECOND.replace("0.5}]", "0.5, share: 0.4}]"),
                SECOND.replace("0.5}]", "0.5, weights: {peers: 1, peers: 2}}]")));

    CommandRun run = check(twice);

    assertThat(run.out().lines())
        .containsExactly(
            twice + ":8:1: users is there twice: leave one out",
            twice + ":14:63: share is there twice: leave one out",
            twice + ":22:83: peers is there twice: leave one out",
            "0 experiments can be used, 3 cannot");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void refusesOneThatIsOverAlready() throws IOException {
    String over =
        file(
            "over.yaml",
            SECOND.replace("2126-12-24", "2019-12-24").replace("2127-02-01", "2020-02-01"));

    assertThat(check(over).out())
        .startsWith(
            over
                + ":4:8: until: 2020-02-01T00:00:00Z is past: let it end later, or leave the"
                + " experiment out\n");
  }

  @Test
  void refusesSoFewUsersThatNothingCouldBeSaid() throws IOException {
    String few = file("few.yaml", SECOND.replace("9000", "199"));

    assertThat(check(few).out())
        .startsWith(
            few
                + ":7:8: users: must be 200 or more, was 199: of fewer than 100 in a group nothing"
                + " is said\n");
    assertThat(check(file("enough.yaml", SECOND.replace("9000", "200"))).exitCode()).isZero();
  }

  @Test
  void refusesAFileWithNothingInIt() throws IOException {
    for (String nothing : List.of("", "# later\n", "[]\n")) {
      String empty = file("empty.yaml", nothing);

      CommandRun run = check(empty);

      assertThat(run.out())
          .isEqualToNormalizingNewlines(
              empty
                  + ":1:1: has nothing in it: write down one at least, or leave the file out\n"
                  + "0 experiments can be used, 1 cannot\n");
      assertThat(run.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void saysWhatIsNoYaml() throws IOException {
    CommandRun run = check(file("broken.yaml", SECOND + "---\nname: [\n"));

    assertThat(run.out()).contains("is no YAML").contains("1 experiments can be used, 1 cannot");
  }

  @Test
  void wantsToKnowWhatToDo() {
    CommandRun run = CommandRun.of(new ExperimentsCommand());

    assertThat(run.err()).contains("name what to do: check, apply, list or stop");
    assertThat(run.exitCode()).isEqualTo(2);
  }
}
