package dev.freshet.localstack.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.localstack.CommandRun;
import dev.freshet.localstack.diff.DiffCommand;
import dev.freshet.localstack.dump.Dump;
import dev.freshet.localstack.dump.DumpEntry;
import dev.freshet.localstack.dump.LiveRedis;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Redis holds, compared with what it would hold without a fault.
 *
 * @param same whether contents that follow from the events alone are equal to a tolerance, and the
 *     first places of lists overlap enough
 * @param overlap of the first ten places, mean over all users
 * @param differ keys whose contents differ or are missing
 * @param lost users in whose interests something is missing
 * @param doubled users in whose interests there is too much
 * @param points that all users have earned
 * @param text what differs, for people
 */
record Contents(
    boolean same, double overlap, int differ, int lost, int doubled, long points, String text) {

  private static final double TOLERANCE = 1e-6;
  private static final String INTERESTS = "interest:";
  private static final String ENGAGEMENT = "engagement:";

  /** All but {@code similar:}, which a running job writes when the item is next acted upon. */
  static final String WHILE_RUNNING = "interest:,rec:,stickiness:,platform,pulse";

  static final String AT_THE_END = WHILE_RUNNING + ",similar:";

  /** What the engagement job writes. */
  static final String EARNED = ENGAGEMENT + ",points:top,activity:,audience:";

  /**
   * Compares.
   *
   * @param expected a dump
   * @param keys with which those begin that are compared, divided by commas
   */
  static Contents of(Path expected, String redisUri, String keys) throws IOException {
    Dump live = LiveRedis.read(redisUri, "", each -> {});
    Path dump = expected.resolveSibling("live.jsonl");
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(dump))) {
      live.write(out);
    }
    Path report = expected.resolveSibling("diff.json");
    CommandRun diff =
        CommandRun.of(
            new DiffCommand(),
            expected.toString(),
            dump.toString(),
            "--keys",
            keys,
            "--json",
            report.toString());
    JsonNode json = new ObjectMapper().readTree(report.toFile());
    Dump wanted = Dump.read(expected);
    return new Contents(
        diff.exitCode() == 0,
        json.path("meanOverlap").asDouble(),
        json.path("differ").size()
            + json.path("onlyInFirst").size()
            + json.path("onlyInSecond").size(),
        users(wanted, live, -1),
        users(wanted, live, 1),
        points(live),
        diff.text());
  }

  /** How many users have less (−1) or more (1) interest in all than they should. */
  private static int users(Dump wanted, Dump live, int sign) {
    int users = 0;
    for (Map.Entry<String, DumpEntry> entry : wanted.entries().entrySet()) {
      if (entry.getKey().startsWith(INTERESTS)) {
        double tooMuch = sum(live.entries().get(entry.getKey())) - sum(entry.getValue());
        users += sign * tooMuch > TOLERANCE ? 1 : 0;
      }
    }
    return users;
  }

  private static long points(Dump live) {
    return live.entries().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(ENGAGEMENT))
        .mapToLong(entry -> entry.getValue().value().path("points").asLong())
        .sum();
  }

  private static double sum(@Nullable DumpEntry interests) {
    double sum = 0.0;
    if (interests != null) {
      for (JsonNode tag : interests.value().path("tags")) {
        sum += tag.path(1).asDouble();
      }
    }
    return sum;
  }
}
