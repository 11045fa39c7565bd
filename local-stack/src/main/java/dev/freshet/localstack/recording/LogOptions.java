package dev.freshet.localstack.recording;

import dev.freshet.localstack.command.TimeSpanOptions;
import dev.freshet.localstack.recording.ReplayLog.TimeKind;
import dev.freshet.runtime.record.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options of commands that read logs: which, and what part of them. */
public final class LogOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "LOG",
      description =
          "A recording (see record), or an event log: CSV with the columns ts,user,item,type,value,"
              + " or Avro, with items.csv or items.avro next to it. A folder stands for its"
              + " events.csv or events.avro, or else for all its *.avro. Several are merged by"
              + " time; each keeps its own order.")
  private List<Path> paths = List.of();

  @Mixin private TimeSpanOptions span = new TimeSpanOptions();

  @Option(
      names = "--time",
      paramLabel = "arrival|event",
      description =
          "The time by which the records of recordings are merged, selected and paced: when they"
              + " arrived on Kafka, or when the events in them occurred. By default arrival; event"
              + " if there are event logs too, which know no other.")
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
    logs.forEach(log -> log.remark().ifPresent(spec.commandLine().getErr()::println));
    TimeKind usual =
        logs.stream().allMatch(ReplayLog::isRecording) ? TimeKind.ARRIVAL : TimeKind.EVENT;
    return new LogSelection(
        logs,
        topics,
        kind == null ? usual : kind,
        millis(span.from(), Long.MIN_VALUE),
        millis(span.to(), Long.MAX_VALUE));
  }

  private static long millis(@Nullable Instant moment, long otherwise) {
    return moment == null ? otherwise : moment.toEpochMilli();
  }

  /** Shows the first of the bad rows; all rows that are left out are counted. */
  public ShownRows leftOut() {
    return new ShownRows(spec.commandLine().getErr());
  }
}
