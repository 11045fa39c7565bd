package dev.freshet.localstack.bench.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much heap another JVM uses, as the JDK's {@code jcmd} tells. */
public final class HeapUse {

  /** A line of each generation, or of the whole heap, by the collector's own names. */
  private static final Pattern USED =
      Pattern.compile(
          "(?:PSYoungGen|ParOldGen|PSOldGen|def new generation|tenured generation"
              + "|garbage-first heap)\\s+total \\d+K, used (\\d+)K");

  private HeapUse() {}

  /**
   * Bytes in use after a full collection.
   *
   * @throws IllegalStateException if the process cannot be asked
   */
  public static long afterCollection(long pid) throws InterruptedException {
    return bytes(infoAfterCollection(pid));
  }

  /**
   * What the JVM tells of its heap after a full collection, a line of each generation.
   *
   * @throws IllegalStateException if the process cannot be asked
   */
  public static String infoAfterCollection(long pid) throws InterruptedException {
    jcmd(pid, "GC.run");
    return jcmd(pid, "GC.heap_info");
  }

  static long bytes(String heapInfo) {
    Matcher used = USED.matcher(heapInfo);
    long kib = 0;
    boolean found = false;
    while (used.find()) {
      found = true;
      kib += Long.parseLong(used.group(1));
    }
    if (!found) {
      throw new IllegalStateException("jcmd does not tell of a known collector:\n" + heapInfo);
    }
    return kib << 10;
  }

  private static String jcmd(long pid, String command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pid),
                  command)
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("jcmd " + command + " has failed:\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run jcmd, which comes with the JDK", e);
    }
  }
}
