package dev.freshet.scoring.codec;

/** The leading byte of serialized state, which says how the rest is to be read. */
public final class FormatVersion {

  private FormatVersion() {}

  /** Refuses a layout other than the one this build reads. */
  public static void require(String what, byte known, byte found) {
    if (found != known) {
      throw new IllegalStateException(
          "serialized "
              + what
              + " has version "
              + found
              + ", this build reads version "
              + known
              + ": restore with the release that wrote it, or a newer one");
    }
  }
}
