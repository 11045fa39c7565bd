package dev.freshet.localstack.evaluate.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.log.BadRow;
import dev.freshet.localstack.log.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.knowm.xchart.XYChart;

/** What {@code evaluate} judges of logs, one after the other. */
public interface Judgement {

  /**
   * What came of a log.
   *
   * @param text tables for people
   * @param charts one below the other
   * @param ranks the file of them, if lists were judged
   */
  record Result(String text, Supplier<List<XYChart>> charts, Optional<ToFile> ranks) {}

  /** Something that can be written. */
  interface ToFile {

    /** Writes the file again. */
    void write(Path file) throws IOException;
  }

  /**
   * Judges a log.
   *
   * @param warning receives the rows that are left out, before the work
   * @throws IOException if the log or its catalogue cannot be read; the message names the file
   */
  Result judge(EventLog log, Consumer<List<BadRow>> warning) throws IOException;

  /** What came of all logs so far, for programs. */
  ObjectNode json();
}
