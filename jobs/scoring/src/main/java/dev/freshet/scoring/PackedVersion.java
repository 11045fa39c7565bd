package dev.freshet.scoring;

/** The leading byte of packed state, which says how the rest is to be read. */
public final class PackedVersion {

  private PackedVersion() {}

  /** Refuses a layout other than the one this build reads. */
  public static void require(String what, byte known, byte found) {
    if (found != known) {
      throw new IllegalStateException(
          "packed "
              + what
              + " has version "
              + found
              + ", this build reads version "
              + known
              + ": restore with the release that wrote it, or a newer one");
    }
  }

  /**
   * Refuses a layout other than the two that this build reads, and tells them apart.
   *
   * <p>A value is packed anew only when it changes, so that once there is a release, what it wrote
   * has to be read for as long as its state may live.
   *
   * @param older what was written before
   * @return whether it is the older one
   */
  public static boolean isOlder(String what, byte known, byte older, byte found) {
    if (found != older) {
      require(what, known, found);
    }
    return found == older;
  }
}
