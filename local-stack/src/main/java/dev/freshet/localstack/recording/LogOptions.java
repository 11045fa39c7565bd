package dev.freshet.localstack.recording;

import dev.freshet.localstack.TimeConverter;
import dev.freshet.localstack.log.BadRow;
import dev.freshet.localstack.log.LeftOutRows;
import dev.freshet.localstack.log.UnusedRows;
import dev.freshet.localstack.recording.ReplayLog.TimeKind;
import dev.freshet.runtime.record.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options of commands that read logs: which, and what part of them. */
public final class LogOptions {

  private static final int SHOWN_BAD_ROWS = 5;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "LOG",
      description =
          "A recording (see record), or an event log: CSV with the columns ts,user,item,type,value,"
              + " or Avro, with items.csv or items.avro beside it. A folder stands for its"
              + " events.csv or events.avro, or else for all its *.avro. Several are merged by time;"
              + " each keeps its own order.")
  private List<Path> paths = List.of();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "From this moment on: 2026-11-24T22:00:00Z, a day, or epoch milliseconds. What items were"
              + " known before still is.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Up to this moment, not included.")
  private @Nullable Instant to;

  @Option(
      names = "--time",
      paramLabel = "arrival|event",
      description =
          "The time by which the records of recordings are merged, selected and paced: when they"
              + " arrived on Kafka, or when the events in them occurred. By default arrival; event if"
              + " there are event logs too, which know no other.")
  private @Nullable TimeKind kind;

  /**
   * What the options select.
   *
   * @throws IOException if a log is not there or is none, naming it
   */
  public LogSelection select(Topics topics) throws IOException {
    List<ReplayLog> logs = new ArrayList<>();
    for (Path path : paths) {
      logs.addAll(ReplayLog.at(path));
    }
    TimeKind usual =
        logs.stream().allMatch(ReplayLog::isRecording) ? TimeKind.ARRIVAL : TimeKind.EVENT;
    return new LogSelection(
        logs,
        topics,
        kind == null ? usual : kind,
        from == null ? Long.MIN_VALUE : from.toEpochMilli(),
        to == null ? Long.MAX_VALUE : to.toEpochMilli());
  }

  /** Shows the first of the bad rows; all rows that are left out are counted. */
  public LeftOut leftOut() {
    return new LeftOut(spec.commandLine().getErr());
  }

  /** Counts the rows that are left out, and shows the first of the bad ones. */
  public static final class LeftOut implements LeftOutRows {

    private final PrintWriter err;
    private final UnusedRows unused = new UnusedRows();
    private int count;

    private LeftOut(PrintWriter err) {
      this.err = err;
    }

    @Override
    public void bad(BadRow row) {
      count++;
      if (count <= SHOWN_BAD_ROWS) {
        err.println("left out: " + row);
      } else if (count == SHOWN_BAD_ROWS + 1) {
        err.println("left out: more rows, which are only counted");
      }
      err.flush();
    }

    @Override
    public void unused(String type) {
      unused.add(type);
    }

    /** How many rows were left out and why, to end a line with; empty if none were. */
    public String account() {
      return (count == 0 ? "" : "; %,d rows left out".formatted(count))
          + (unused.count() == 0 ? "" : "; " + unused);
    }
  }
}
