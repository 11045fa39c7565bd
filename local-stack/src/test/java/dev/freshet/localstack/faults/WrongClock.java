package dev.freshet.localstack.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that is told a wrong time of day, by the library {@code libfaketime} where it is there.
 */
final class WrongClock {

  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

  private WrongClock() {}

  private static Optional<Path> library() {
    return PLACES.stream().filter(Files::exists).findFirst();
  }

  static boolean isPossible() {
    return library().isPresent();
  }

  /**
   * The environment of such a process.
   *
   * @param offset by which its clock is ahead, such as {@code +5m}
   */
  static Map<String, String> ahead(String offset) {
    return Map.of(
        "LD_PRELOAD",
        library().orElseThrow().toString(),
        "FAKETIME",
        offset,
        "DONT_FAKE_MONOTONIC",
        "1",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1");
  }
}
