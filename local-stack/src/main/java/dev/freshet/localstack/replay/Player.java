package dev.freshet.localstack.replay;

import dev.freshet.localstack.command.Progress;
import dev.freshet.localstack.command.StopSignal;
import dev.freshet.localstack.log.LeftOutRows;
import dev.freshet.localstack.recording.Disorder;
import dev.freshet.localstack.recording.LogRecord;
import dev.freshet.localstack.recording.LogSelection;
import dev.freshet.localstack.recording.TimeShift;
import dev.freshet.localstack.recording.Timed;
import java.io.IOException;
import java.util.Iterator;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Plays a log once or several times. */
final class Player {

  private final LogSelection log;
  private final Score score;
  private final LongSupplier nowMillis;
  private final StopSignal stop;

  /**
   * How it is played.
   *
   * @param tempo when each record is due
   * @param disorder what happens to their order
   * @param endsNow whether times are shifted so that the log ends when it begins to be played
   * @param passes how often it is played, 0 for without end
   */
  record Score(Tempo tempo, Disorder disorder, boolean endsNow, int passes) {}

  /** The first and the last moment of a log. */
  private record Span(long firstMillis, long lastMillis) {

    /** Longer than the log by a millisecond, so that one pass ends before the next begins. */
    long lengthMillis() {
      return lastMillis - firstMillis + 1;
    }
  }

  Player(LogSelection log, Score score, LongSupplier nowMillis, StopSignal stop) {
    this.log = log;
    this.score = score;
    this.nowMillis = nowMillis;
    this.stop = stop;
  }

  /**
   * Plays until the end or the signal.
   *
   * @param leftOut receives once each row that is left out
   */
  void play(Outlet outlet, LeftOutRows leftOut, Progress progress)
      throws IOException, InterruptedException {
    boolean moves = score.endsNow() || score.passes() != 1;
    Span span = moves ? span() : new Span(0, 0);
    for (int pass = 0; !stop.isAsked() && (pass < score.passes() || score.passes() == 0); pass++) {
      play(outlet, shift(span, pass), pass == 0 ? leftOut : row -> {}, progress);
    }
    outlet.flush();
  }

  private Span span() throws IOException {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    try (Stream<Timed> records = log.records(row -> {});
        Progress progress = Progress.of("look for the log's end", Progress.UNKNOWN)) {
      for (Iterator<Timed> each = records.iterator(); each.hasNext() && !stop.isAsked(); ) {
        long atMillis = each.next().atMillis();
        first = Math.min(first, atMillis);
        last = Math.max(last, atMillis);
        progress.step();
      }
    }
    return first > last ? new Span(0, 0) : new Span(first, last);
  }

  private TimeShift shift(Span span, int pass) {
    long byMillis =
        score.endsNow() ? nowMillis.getAsLong() - span.lastMillis() : pass * span.lengthMillis();
    return new TimeShift(byMillis, pass == 0 ? "" : "/" + (pass + 1));
  }

  private void play(Outlet outlet, TimeShift shift, LeftOutRows leftOut, Progress progress)
      throws IOException, InterruptedException {
    try (Stream<LogRecord> catalogue = log.catalogue(leftOut)) {
      for (Iterator<LogRecord> items = catalogue.iterator(); items.hasNext() && !stop.isAsked(); ) {
        outlet.send(shift.applyTo(items.next()));
        progress.step();
      }
    }
    // Jobs take the tags of an event's item from what they know by then.
    outlet.flush();
    try (Stream<Timed> records = log.records(leftOut)) {
      Iterator<Timed> arriving = score.disorder().applyTo(records.iterator());
      long startNanos = System.nanoTime();
      long firstMillis = 0;
      for (long index = 0; arriving.hasNext(); index++) {
        Timed timed = arriving.next();
        if (index == 0) {
          firstMillis = timed.atMillis();
        }
        long due = score.tempo().dueNanos(index, timed.atMillis() - firstMillis);
        if (stop.await(due - (System.nanoTime() - startNanos))) {
          return;
        }
        outlet.send(shift.applyTo(timed.record()));
        progress.step();
      }
    }
  }
}
