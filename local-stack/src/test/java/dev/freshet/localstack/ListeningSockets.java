package dev.freshet.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The TCP sockets on which this process listens, as Linux tells them. */
public final class ListeningSockets {

  private static final Path OURS = Path.of("/proc/self/fd");
  private static final List<Path> ALL =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final String LISTENS = "0A";

  /** 127.0.0.1, the same as IPv6 writes it, and ::1: each word with its least byte first. */
  private static final List<String> LOOPBACK =
      List.of(
          "0100007F:", "0000000000000000FFFF00000100007F:", "00000000000000000000000001000000:");

  private ListeningSockets() {}

  /** Whether this is a system that tells. */
  public static boolean areTold() {
    return Files.isDirectory(OURS) && ALL.stream().allMatch(Files::exists);
  }

  /** Sockets that are reached from elsewhere, {@code address:port} in hexadecimal. */
  public static List<String> beyondLoopback() throws IOException {
    return all().stream()
        .filter(socket -> LOOPBACK.stream().noneMatch(socket::startsWith))
        .toList();
  }

  /** All of them, {@code address:port} in hexadecimal. */
  public static List<String> all() throws IOException {
    Set<String> ours = ours();
    List<String> listening = new ArrayList<>();
    for (Path table : ALL) {
      for (String line : Files.readAllLines(table)) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns[3].equals(LISTENS) && ours.contains("socket:[" + columns[9] + "]")) {
          listening.add(columns[1]);
        }
      }
    }
    return listening;
  }

  private static Set<String> ours() throws IOException {
    Set<String> ours = new HashSet<>();
    try (Stream<Path> files = Files.list(OURS)) {
      for (Path file : files.toList()) {
        try {
          ours.add(Files.readSymbolicLink(file).toString());
        } catch (NoSuchFileException e) {
          // Closed since it was listed.
        }
      }
    }
    return ours;
  }
}
