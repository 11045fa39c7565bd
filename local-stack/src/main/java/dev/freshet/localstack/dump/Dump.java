package dev.freshet.localstack.dump;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.runtime.redis.RedisWrite;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All keys with what they hold, in the order of the keys. */
public final class Dump {

  private static final long FOR_EVER = 0L;

  private final SortedMap<String, DumpEntry> entries;

  private Dump(SortedMap<String, DumpEntry> entries) {
    this.entries = Collections.unmodifiableSortedMap(entries);
  }

  /**
   * What Redis holds after these, of which each is the only one of its key, or of its member of a
   * sorted set or field of a hash.
   */
  public static Dump of(Stream<RedisWrite> writes) {
    SortedMap<String, DumpEntry> entries = new TreeMap<>();
    SortedMap<String, Map<String, Double>> sortedSets = new TreeMap<>();
    SortedMap<String, Map<String, String>> hashes = new TreeMap<>();
    writes.forEach(
        write -> {
          switch (write.kind()) {
            case STRING ->
                entries.put(
                    write.key(), DumpEntry.string(write.key(), write.value(), write.ttlMillis()));
            case HASH ->
                entries.put(
                    write.key(), DumpEntry.hash(write.key(), write.fields(), write.ttlMillis()));
            case MEMBER ->
                sortedSets
                    .computeIfAbsent(write.key(), key -> new HashMap<>())
                    .put(write.value(), write.score());
            case FIELD ->
                hashes.computeIfAbsent(write.key(), key -> new TreeMap<>()).putAll(write.fields());
            case NO_MEMBER, NO_FIELD, NOTHING ->
                throw new IllegalArgumentException("removes: " + write);
          }
        });
    sortedSets.forEach(
        (key, members) -> entries.put(key, DumpEntry.sortedSet(key, members, FOR_EVER)));
    hashes.forEach((key, fields) -> entries.put(key, DumpEntry.hash(key, fields, FOR_EVER)));
    return new Dump(entries);
  }

  static Dump ofEntries(Map<String, DumpEntry> entries) {
    return new Dump(new TreeMap<>(entries));
  }

  /**
   * Reads a dump that was written before.
   *
   * @throws IOException if it cannot be read or a line is none of a dump, naming file and line
   */
  public static Dump read(Path file) throws IOException {
    SortedMap<String, DumpEntry> entries = new TreeMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        DumpEntry entry = entry(file, number, line);
        if (entries.put(entry.key(), entry) != null) {
          throw new IOException(file + ":" + number + ": the key comes twice: " + entry.key());
        }
      }
    }
    return new Dump(entries);
  }

  private static DumpEntry entry(Path file, int number, String line) throws IOException {
    try {
      JsonNode read = DumpEntry.JSON.readTree(line);
      if (read.hasNonNull("key") && read.hasNonNull("type") && read.hasNonNull("value")) {
        return new DumpEntry(
            read.get("key").asText(),
            read.get("type").asText(),
            read.get("value"),
            read.path("ttlMillis").asLong());
      }
      throw new IOException(
          file + ":" + number + ": no line of a dump, which has key, type, value");
    } catch (JsonProcessingException e) {
      throw new IOException(file + ":" + number + ": no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** What each key holds. */
  public SortedMap<String, DumpEntry> entries() {
    return entries;
  }

  /** Only the keys that begin with one of these. */
  public Dump only(Collection<String> beginnings) {
    SortedMap<String, DumpEntry> chosen = new TreeMap<>(entries);
    chosen.keySet().removeIf(key -> beginnings.stream().noneMatch(key::startsWith));
    return new Dump(chosen);
  }

  /** Writes a line for each key. */
  public void write(PrintWriter out) {
    for (DumpEntry entry : entries.values()) {
      out.print(entry.line());
      out.print('\n');
    }
    out.flush();
  }
}
