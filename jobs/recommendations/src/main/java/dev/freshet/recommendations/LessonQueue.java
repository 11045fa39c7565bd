package dev.freshet.recommendations;

import dev.freshet.scoring.Lesson;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Lessons in the order of their time, of equal time in the order of arrival.
 *
 * <p>When a log is read at full speed, parallel tasks come to be hundreds of events apart. A lesson
 * that is learned late is learned from popularity that counts what happened after the choice, and
 * such weights rank worse.
 */
final class LessonQueue {

  private record Entry(Lesson lesson, long arrival) {}

  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(
          Comparator.comparingLong((Entry entry) -> entry.lesson().atMillis())
              .thenComparingLong(Entry::arrival));
  private long arrivals;

  int size() {
    return entries.size();
  }

  void add(Lesson lesson) {
    entries.add(new Entry(lesson, arrivals++));
  }

  /** All of them, the earliest first. */
  List<Lesson> lessons() {
    return entries.stream().sorted(entries.comparator()).map(Entry::lesson).toList();
  }

  /** Takes out the earliest; there must be one. */
  Lesson remove() {
    return entries.remove().lesson();
  }
}
