package dev.freshet.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class QuietCompactionTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void compactingGivesWayToEventsWhileWritingOutDoesNot(@TempDir Path folder) throws Exception {
    RocksDB.loadLibrary();
    List<AutoCloseable> handles = new ArrayList<>();
    try (DBOptions chosen = new QuietCompaction().createDBOptions(new DBOptions(), handles);
        ColumnFamilyOptions columns = new ColumnFamilyOptions();
        Options options = new Options(chosen.setCreateIfMissing(true), columns);
        RocksDB database = RocksDB.open(options, folder.toString())) {
      write(database);
      write(database);
      database.compactRange();

      assertThat(niceOfThreads())
          .contains(
              entry("rocksdb:low", 19),
              entry("rocksdb:high", niceOf(Path.of("/proc/thread-self"))));
    }
    assertThat(handles).isEmpty();
  }

  private static void write(RocksDB database) throws RocksDBException {
    database.put(new byte[] {1}, new byte[] {2});
    try (FlushOptions waiting = new FlushOptions()) {
      database.flush(waiting);
    }
  }

  /** By the names of this process's threads, less their numbers: how nice the nicest is. */
  private static Map<String, Integer> niceOfThreads() throws IOException {
    Map<String, Integer> nice = new TreeMap<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        try {
          String name =
              Files.readString(thread.resolve("comm")).strip().replaceFirst("[0-9]+$", "");
          nice.merge(name, niceOf(thread), Math::max);
        } catch (IOException e) {
          // It has ended since it was listed.
        }
      }
    }
    return nice;
  }

  private static int niceOf(Path thread) throws IOException {
    String stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
    // Of the fields after the name, the 17th (proc(5)).
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 18);
    return Integer.parseInt(fields[16]);
  }
}
