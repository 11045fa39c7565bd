package dev.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code on the page about experiments gives every user the variant that is written down. */
class AssignmentIT {

  private static final Path SCHEMAS = Path.of("../../schemas");
  private static final Path CASES =
      SCHEMAS.resolve("src/main/resources/dev/freshet/schemas/assignment.tsv");

  private static final String LUA =
      """

      local shares = {}
      for share in string.gmatch(ARGV[4], '[^,]+') do
        shares[#shares + 1] = tonumber(share)
      end
      return variant(ARGV[1], ARGV[2], tonumber(ARGV[3]), shares)
      """;

  private static final String NODE =
      """

      const text = require("fs").readFileSync(process.argv[2], "utf8");
      for (const line of text.split("\\n").slice(1, -1)) {
        const [salt, user, holdout, shares] = line.split("\\t");
        console.log(variant(salt, user, Number(holdout), shares.split(",").map(Number)));
      }
      """;

  private static final String PYTHON =
      """

      import sys

      for line in open(sys.argv[1], encoding="utf-8").read().split("\\n")[1:-1]:
          salt, user, holdout, shares = line.split("\\t")[:4]
          print(variant(salt, user, float(holdout), [float(share) for share in shares.split(",")]))
      """;

  @TempDir Path folder;

  /** The code that the page has in a language. */
  private static String code(String language) throws IOException {
    String page = Files.readString(SCHEMAS.resolve("experiments.md"));
    Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static List<String[]> cases() throws IOException {
    return Files.readAllLines(CASES).stream().skip(1).map(line -> line.split("\t", -1)).toList();
  }

  private static List<String> expected() throws IOException {
    return cases().stream().map(columns -> columns[6]).toList();
  }

  @Test
  void inRedis() throws IOException {
    String script = code("lua") + LUA;
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        RedisClient client = RedisClient.create(redis.uri());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      for (String[] columns : cases()) {
        Long variant =
            connection
                .sync()
                .eval(
                    script,
                    ScriptOutputType.INTEGER,
                    new String[0],
                    columns[0],
                    columns[1],
                    columns[2],
                    columns[3]);

        assertThat(variant).as(String.join(" ", columns)).hasToString(columns[6]);
      }
    }
  }

  @Test
  void inNode() throws Exception {
    assertThat(run("node", "variants.js", code("js") + NODE)).isEqualTo(expected());
  }

  @Test
  void inPython() throws Exception {
    assertThat(run("python3", "variants.py", code("python") + PYTHON)).isEqualTo(expected());
  }

  private List<String> run(String program, String file, String code) throws Exception {
    assumeTrue(isThere(program), program + " is not there");
    Path script = Files.writeString(folder.resolve(file), code);
    Path printed = folder.resolve("printed");
    Process process =
        new ProcessBuilder(program, script.toString(), CASES.toString())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return Files.readString(printed, StandardCharsets.UTF_8).lines().toList();
  }

  private static boolean isThere(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
