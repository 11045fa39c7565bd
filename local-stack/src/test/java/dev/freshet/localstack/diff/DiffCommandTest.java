package dev.freshet.localstack.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.localstack.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {

  private static final Map<String, String> USUAL =
      Map.of(
          "similar:a", string("{\"items\":[[\"b\",0.5],[\"c\",0.4999999]],\"users\":2.5}"),
          "interest:ann", string("{\"asOf\":1000,\"tags\":[[\"code\",0.75]]}"),
          "stickiness:ann",
              hash("{\"depth\":\"0.250\",\"returnProbability\":\"0.500\",\"score\":\"40\"}"),
          "stickiness:top", sortedSet("{\"ann\":40.25,\"bob\":30.5}"),
          "stickiness:tiers", hash("{\"asOf\":\"1000\",\"new\":\"2\"}"),
          "pulse", string("{\"items\":[[\"a\",1.0],[\"b\",0.5],[\"c\",0.25],[\"d\",0.0]]}"),
          "rec:ann",
              string(
                  "{\"v\":4,\"items\":[],\"scores\":[],\"reasons\":\"\\n\",\"because\":\"\","
                      + "\"exclude\":\"86f7e437\"}"),
          "weights", hash("{\"after\":\"0.5\",\"steps\":\"7\"}"));

  @TempDir private Path folder;

  private static String string(String value) {
    return "\"ttlMillis\":0,\"type\":\"string\",\"value\":" + value;
  }

  private static String hash(String value) {
    return "\"ttlMillis\":0,\"type\":\"hash\",\"value\":" + value;
  }

  private static String sortedSet(String value) {
    return "\"ttlMillis\":0,\"type\":\"zset\",\"value\":" + value;
  }

  private String dump(String name, Map<String, String> entries) throws IOException {
    String lines =
        new TreeMap<>(entries)
            .entrySet().stream()
                .map(entry -> "{\"key\":\"%s\",%s}%n".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
    return Files.writeString(folder.resolve(name), lines).toString();
  }

  /** Compares the usual dump with one in which a key holds something else, or nothing. */
  private CommandRun diff(String key, String other, String... options) throws IOException {
    Map<String, String> changed = new TreeMap<>(USUAL);
    changed.put(key, other);
    changed.values().removeIf(String::isEmpty);
    String[] arguments = new String[2 + options.length];
    arguments[0] = dump("first.jsonl", USUAL);
    arguments[1] = dump("second.jsonl", changed);
    System.arraycopy(options, 0, arguments, 2, options.length);
    return CommandRun.of(new DiffCommand(), arguments);
  }

  private static void assertSame(CommandRun run) {
    assertThat(run.exitCode()).as(run.text()).isZero();
    assertThat(run.out())
        .contains("5 keys compared")
        .contains("no difference")
        .endsWith("The same.\n");
  }

  private static void assertDiffers(CommandRun run, String difference) {
    assertThat(run.exitCode()).as(run.text()).isEqualTo(1);
    assertThat(run.out()).contains(difference).endsWith("NOT the same.\n");
  }

  @Test
  void findsADumpTheSameAsItself() throws IOException {
    assertSame(diff("pulse", USUAL.getOrDefault("pulse", "")));
  }

  @Test
  void forgivesWhatIsWithinTheTolerance() throws IOException {
    String swapped = string("{\"items\":[[\"c\",0.5],[\"b\",0.4999999]],\"users\":2.500001}");

    assertSame(diff("similar:a", swapped));
    assertDiffers(
        diff("similar:a", swapped, "--tolerance", "1e-9", "--details"),
        "users: 2.5 against 2.500001");
  }

  @Test
  void namesWhatDiffersInContents() throws IOException {
    assertDiffers(
        diff("interest:ann", string("{\"asOf\":1001,\"tags\":[[\"code\",0.75]]}")),
        "interest:ann  asOf: 1000 against 1001");
    assertDiffers(
        diff("interest:ann", string("{\"asOf\":1000,\"tags\":[[\"art\",0.9]]}"), "--details"),
        "tags art: 0.9 only in the second; tags code: 0.75 only in the first");
    assertDiffers(
        diff("stickiness:ann", hash("{\"depth\":\"0.251\",\"score\":\"40\"}")),
        "stickiness:ann  depth: \"0.250\" against \"0.251\"");
    assertDiffers(
        diff("stickiness:top", sortedSet("{\"ann\":40.25,\"bob\":30.6}")),
        "stickiness:top  member bob: 30.5 against 30.6");
    assertDiffers(
        diff("stickiness:tiers", hash("{\"asOf\":\"1000\",\"new\":\"3\"}")),
        "stickiness:tiers  new: \"2\" against \"3\"");
    assertDiffers(diff("stickiness:top", hash("{\"ann\":\"40.25\"}")), "type: zset against hash");
  }

  @Test
  void tellsAndDoesNotJudgeWhatModelsLearned() throws IOException {
    CommandRun returns =
        diff(
            "stickiness:ann",
            hash("{\"depth\":\"0.250\",\"returnProbability\":\"0.625\",\"score\":\"40\"}"));
    assertSame(returns);
    assertThat(returns.out())
        .contains("largest move of a weight 0.000000, of a user's probability 0.125");
    CommandRun weights = diff("weights", hash("{\"after\":\"0.75\",\"steps\":\"8\"}"));
    assertSame(weights);
    assertThat(weights.out()).contains("largest move of a weight 0.250000");
    assertSame(diff("stickiness:tiers", hash("{\"asOf\":\"2000\",\"new\":\"2\"}")));
  }

  @Test
  void listsKeysThatOneSideLacks() throws IOException {
    CommandRun run = diff("stickiness:ann", "");

    assertDiffers(run, "0 differ, 1 only in the first, 0 only in the second");
    assertThat(run.out()).contains("only in the first:\n    stickiness:ann\n");
  }

  @Test
  void comparesOnlyTheKeysThatAreAskedFor() throws IOException {
    CommandRun run = diff("stickiness:ann", "", "--keys", "similar:,interest:");

    assertThat(run.exitCode()).as(run.text()).isZero();
    assertThat(run.out()).contains("2 keys compared");
    assertDiffers(diff("stickiness:ann", "", "--keys", "stickiness:"), "1 only in the first");
  }

  @Test
  void comparesListsAsAFrontendReadsThem() throws IOException {
    // Without a list of her own ann gets the pulse, b, c, d; now d comes first and c is done.
    String other =
        string(
            "{\"v\":4,\"items\":[\"d\"],\"scores\":[3000000],\"reasons\":\"\\nafter:a\\n\","
                + "\"because\":\"0\",\"exclude\":\"86f7e43784a51684\"}");

    CommandRun run = diff("rec:ann", other, "--min-overlap", "0.7");
    assertDiffers(run, "1 users: mean overlap of the first 10 places 0.6667; 1 lists changed");
    assertThat(run.out()).contains("ann  overlap 0.67, moved by 1.5: d (3→1), b (1→2), −c");
    assertSame(diff("rec:ann", other, "--min-overlap", "0.6"));
  }

  @Test
  void namesAListThatItCannotRead() throws IOException {
    CommandRun run = diff("rec:ann", string("{\"v\":9,\"candidates\":[]}"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.text()).contains("diff: rec:ann: has layout 9, expected 4");
  }

  @Test
  void tellsProgramsInJson() throws IOException {
    CommandRun run = diff("stickiness:ann", "", "--json", "-");

    JsonNode root = new ObjectMapper().readTree(run.out());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(root.path("contentsAgree").asBoolean()).isFalse();
    assertThat(root.path("onlyInFirst").path(0).asText()).isEqualTo("stickiness:ann");
    assertThat(root.path("meanOverlap").asDouble()).isEqualTo(1.0);
  }

  @Test
  void saysWhichSideCannotBeReadAndWhere() throws IOException {
    String good = dump("good.jsonl", USUAL);
    Path torn =
        Files.writeString(
            folder.resolve("torn.jsonl"), Files.readString(Path.of(good)) + "{\"key\":");

    CommandRun run = CommandRun.of(new DiffCommand(), good, torn.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("diff: " + torn + ":9: no JSON: ");
    CommandRun missing = CommandRun.of(new DiffCommand(), good, folder + "/none.jsonl");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).contains("none.jsonl: does not exist");
    assertThat(CommandRun.of(new DiffCommand(), good, folder.toString()).err())
        .contains(folder + ": is a folder, not a dump");
    assertThat(CommandRun.of(new DiffCommand(), good, good, "--top", "0").exitCode()).isEqualTo(2);
  }
}
