package dev.freshet.localstack.run;

import dev.freshet.localstack.log.LeftOutRows;
import dev.freshet.localstack.recording.ArrivingLog;
import java.io.IOException;

/** A way of running the jobs over a log. */
interface Engine {

  /**
   * Runs to the end of the log.
   *
   * @param leftOut receives each row that is left out
   * @throws IOException if the log cannot be read to its end
   */
  Result run(ArrivingLog log, RunSettings settings, LeftOutRows leftOut) throws IOException;
}
