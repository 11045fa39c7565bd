package dev.freshet.localstack.soak;

import dev.freshet.localstack.bench.flink.HeapUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a platform takes at a moment.
 *
 * @param seconds since the load began
 * @param users how many there were
 * @param items how many there were
 * @param heap of all task managers that a collection leaves, bytes
 * @param beside resident memory that is not heap, bytes
 * @param disk RocksDB's files, bytes
 * @param redis memory of Redis, bytes
 */
record Footprint(
    long seconds, long users, long items, long heap, long beside, long disk, long redis) {

  static final String HEADINGS =
      """
      | s | users | items | heap, MiB | beside the heap, MiB | RocksDB, MiB | Redis, MiB |
      |---|---|---|---|---|---|---|
      """;

  private static final double MIB = 1 << 20;
  private static final long KIB = 1024;
  private static final String OLD = "ParOldGen";
  private static final Pattern GENERATION =
      Pattern.compile("(PSYoungGen|ParOldGen)\\s+total (\\d+)K, used (\\d+)K");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  /** Of no process yet. */
  static final Footprint NOTHING = new Footprint(0, 0, 0, 0, 0, 0, 0);

  /** This, and the memory of a JVM as it is after a collection. */
  Footprint plus(long pid) throws IOException, InterruptedException {
    long used = 0;
    long committed = 0;
    Matcher generations = GENERATION.matcher(HeapUse.infoAfterCollection(pid));
    while (generations.find()) {
      committed += Long.parseLong(generations.group(2)) * KIB;
      // What is young came after the collection, and may be garbage.
      used += generations.group(1).equals(OLD) ? Long.parseLong(generations.group(3)) * KIB : 0;
    }
    if (committed == 0) {
      throw new IllegalStateException("the JVM " + pid + " has another collector");
    }
    Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
    if (!resident.find()) {
      throw new IllegalStateException("no resident memory of " + pid);
    }
    long more = Math.max(0, Long.parseLong(resident.group(1)) * KIB - committed);
    return new Footprint(seconds, users, items, heap + used, beside + more, disk, redis);
  }

  /** The same of the JVMs, at a moment of a load, with what else there is. */
  Footprint with(long second, GrowingFeed feed, long diskBytes, long redisBytes) {
    return new Footprint(second, feed.users(), feed.items(), heap, beside, diskBytes, redisBytes);
  }

  /** Size of the files below a folder, from which some may vanish meanwhile. */
  static long sizeOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.find(folder, 32, (file, facts) -> facts.isRegularFile())) {
      long bytes = 0;
      for (Path file : files.toList()) {
        try {
          bytes += Files.size(file);
        } catch (NoSuchFileException e) {
          // Compacted away.
        }
      }
      return bytes;
    } catch (UncheckedIOException e) {
      // A folder was removed while it was read.
      return sizeOf(folder);
    }
  }

  /** A row of the table. */
  String row() {
    return String.format(
        Locale.ROOT,
        "| %d | %d | %d | %.1f | %.1f | %.1f | %.1f |",
        seconds,
        users,
        items,
        heap / MIB,
        beside / MIB,
        disk / MIB,
        redis / MIB);
  }
}
