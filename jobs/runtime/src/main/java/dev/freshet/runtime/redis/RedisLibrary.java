package dev.freshet.runtime.redis;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A function library that a sink keeps loaded. It must register a function {@code <name>_version}
 * that takes nothing and replies with the version.
 *
 * @param name the library's name
 * @param version whole numbers separated by dots
 * @param code the source text, as {@code FUNCTION LOAD} takes it
 */
public record RedisLibrary(String name, String version, String code) implements Serializable {

  /** The function that tells which version is loaded. */
  String versionFunction() {
    return name + "_version";
  }

  /** Whether this library is to replace one of the given version. */
  boolean isNewerThan(String loaded) {
    try {
      return Arrays.compare(parts(version), parts(loaded)) > 0;
    } catch (NumberFormatException e) {
      return true;
    }
  }

  private static int[] parts(String version) {
    return Arrays.stream(version.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
  }
}
