package dev.freshet.localstack.run;

import dev.freshet.localstack.dump.Dump;
import java.util.Locale;
import java.util.SortedMap;

/**
 * What came of a run.
 *
 * @param dump what Redis would hold
 * @param records how many records were read
 * @param items how many of them told of items
 * @param used how many events were used
 * @param rejected how many were rejected, by reason
 */
record Result(Dump dump, long records, long items, long used, SortedMap<String, Long> rejected) {

  private long rejections() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Events that had come before. */
  long duplicates() {
    return records - items - used - rejections();
  }

  /** Everything in one line for people. */
  String account() {
    return String.format(
        Locale.ROOT,
        "%,d records: %,d of items, %,d events used, %,d duplicates, %,d rejected%s; %,d keys",
        records,
        items,
        used,
        duplicates(),
        rejections(),
        rejected.isEmpty() ? "" : " " + rejected,
        dump.entries().size());
  }
}
