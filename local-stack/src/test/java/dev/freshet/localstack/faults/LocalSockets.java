package dev.freshet.localstack.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which TCP connections a process has, as Linux tells below {@code /proc}. */
final class LocalSockets {

  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final int LOCAL_ADDRESS = 1;
  private static final int INODE = 9;

  private LocalSockets() {}

  /** Whether it is told here. */
  static boolean areTold() {
    return TABLES.stream().anyMatch(Files::isReadable);
  }

  /** The ports at the process' own end of its connections. */
  static Set<Integer> portsOf(long pid) throws IOException {
    Set<String> own = inodesOf(pid);
    Set<Integer> ports = new HashSet<>();
    for (Path table : TABLES) {
      if (Files.isReadable(table)) {
        Files.readAllLines(table).stream()
            .skip(1)
            .map(line -> line.strip().split("\\s+", -1))
            .filter(columns -> own.contains(columns[INODE]))
            .forEach(columns -> ports.add(port(columns[LOCAL_ADDRESS])));
      }
    }
    return ports;
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
  }

  private static Set<String> inodesOf(long pid) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files
          .map(LocalSockets::target)
          .filter(target -> target.startsWith("socket:["))
          .map(target -> target.substring("socket:[".length(), target.length() - 1))
          .collect(Collectors.toSet());
    }
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      // Closed meanwhile.
      return "";
    }
  }
}
