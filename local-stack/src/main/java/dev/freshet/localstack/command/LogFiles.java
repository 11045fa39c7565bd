package dev.freshet.localstack.command;

import dev.freshet.localstack.log.BadRow;
import dev.freshet.localstack.log.EventLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The event logs that a command judges, one after the other. */
public final class LogFiles {

  private static final int SHOWN_BAD_ROWS = 5;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "LOG",
      description =
          "A log: CSV with the columns ts,user,item,type,value, or Avro; its catalogue, items.csv"
              + " or items.avro, is looked for next to it. A folder stands for its events.csv or"
              + " events.avro.")
  private List<Path> files = List.of();

  /**
   * All of them, so that one that is missing is known before the work.
   *
   * @throws IOException if one is not there or is none, naming it
   */
  public List<EventLog> open() throws IOException {
    List<EventLog> logs = new ArrayList<>();
    for (Path file : files) {
      logs.add(EventLog.openIn(file));
    }
    logs.forEach(log -> log.remark().ifPresent(spec.commandLine().getErr()::println));
    return logs;
  }

  /** The files as they were given. */
  public List<Path> paths() {
    return files;
  }

  /** Shows the first of the rows that were left out, and how many more there were. */
  public void warnOf(List<BadRow> badRows) {
    PrintWriter err = spec.commandLine().getErr();
    badRows.stream().limit(SHOWN_BAD_ROWS).forEach(row -> err.println("left out: " + row));
    if (badRows.size() > SHOWN_BAD_ROWS) {
      err.printf("left out: %,d more rows%n", badRows.size() - SHOWN_BAD_ROWS);
    }
    err.flush();
  }

  /**
   * The file for one of the logs: the file itself for a single log, otherwise one with the log's
   * number from 1, such as {@code curve-2.png}.
   *
   * @param log which one, from 0
   */
  public Path numbered(Path file, int log) {
    if (files.size() == 1) {
      return file;
    }
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    String ending = dot < 0 ? "" : name.substring(dot);
    return file.resolveSibling(stem + "-" + (log + 1) + ending);
  }
}
