package dev.freshet.localstack.diff;

import dev.freshet.localstack.command.Console;
import dev.freshet.localstack.command.JsonOption;
import dev.freshet.localstack.command.Progress;
import dev.freshet.localstack.command.Usage;
import dev.freshet.localstack.dump.Dump;
import dev.freshet.localstack.dump.LiveRedis;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code diff}: compares two dumps, or a dump with a Redis. */
@Command(
    name = "diff",
    sortOptions = false,
    header = "Compares two dumps of run, or a dump with a live Redis.",
    description = {
      "",
      "Contents that follow from the events alone (interest, similar, stickiness) must be the same to"
          + " a tolerance. Lists are compared as a frontend reads them, by how many of the first"
          + " places hold the same items: what the model has learned depends a little on the order"
          + " in which events arrived. How far weights and learned probabilities are apart is told,"
          + " and not judged.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  diff before.jsonl after.jsonl",
      "  diff before.jsonl after.jsonl --details",
      "  diff expected.jsonl redis://localhost:6379 --min-overlap 0.9",
      "  diff expected.jsonl redis://localhost:6379 --keys stickiness:",
      "  diff before.jsonl after.jsonl --json -",
      "",
      "Exit codes: 0 contents agree and lists overlap enough, 1 not so or a side cannot be read,"
          + " 2 wrong usage."
    })
public final class DiffCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "FIRST",
      description = "A dump that run wrote, or redis://host:port/database.")
  private String first = "";

  @Parameters(index = "1", paramLabel = "SECOND", description = "Another.")
  private String second = "";

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "The prefix of the keys in a live Redis, redis.prefix of the jobs.")
  private String prefix = "";

  @Option(
      names = "--keys",
      split = ",",
      paramLabel = "TEXT",
      description =
          "Compare only keys that begin so, such as interest:,similar: or stickiness:, where a"
              + " Redis is not written by all jobs. By default all keys of the product.")
  private List<String> beginnings = List.of();

  @Option(
      names = "--tolerance",
      paramLabel = "N",
      description =
          "How far numbers of contents may be apart: so much, and so much of the larger one. By"
              + " default 1e-6.")
  private double tolerance = 1e-6;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many places of each list count. By default 10.")
  private int places = 10;

  @Option(
      names = "--min-overlap",
      paramLabel = "SHARE",
      description = "The least mean overlap of lists, 0 to 1. By default 0.95.")
  private double minOverlap = 0.95;

  @Option(names = "--details", description = "Tell everything, not the first few of each kind.")
  private boolean detailed;

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    check();
    json.requireFolder();
    DumpDifference difference =
        DumpDifference.of(
            chosen(read(first)), chosen(read(second)), new Tolerance(tolerance), places);
    DiffReport report = new DiffReport(difference, places, detailed);
    boolean same = difference.contentsAgree() && difference.meanOverlap() >= minOverlap;
    PrintWriter out = console.out();
    if (!json.replacesText()) {
      report.print(out);
      out.println(same ? "The same." : "NOT the same.");
      out.flush();
    }
    json.write(report.json(), out);
    return same ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void check() {
    Usage.require(tolerance >= 0, "--tolerance must be 0 or more, is " + tolerance);
    Usage.atLeast(1, "--top", places);
    Usage.require(
        minOverlap >= 0 && minOverlap <= 1, "--min-overlap must be 0 to 1, is " + minOverlap);
  }

  private Dump chosen(Dump dump) {
    return beginnings.isEmpty() ? dump : dump.only(beginnings);
  }

  private Dump read(String side) throws IOException {
    if (!LiveRedis.isUri(side)) {
      if (Files.isDirectory(Path.of(side))) {
        throw new IOException(side + ": is a folder, not a dump");
      }
      return Dump.read(Path.of(side));
    }
    try (Progress progress = Progress.of("read Redis", Progress.UNKNOWN)) {
      return LiveRedis.read(side, prefix, keys -> progress.step());
    }
  }
}
