package dev.freshet.localstack.faults;

import java.util.Set;

/**
 * Something that befalls the platform, and is over after a while.
 *
 * @param name what it is, in the table
 * @param times how often it happens
 * @param inject makes it happen
 * @param seconds for how long events flow before it is healed
 * @param heal ends it
 * @param excuses what readers cannot be spared meanwhile
 */
record Fault(String name, int times, Step inject, double seconds, Step heal, Set<Excuse> excuses) {

  /** What readers cannot be spared, as it is the fault itself. */
  enum Excuse {
    /** Redis does not answer, or says that it is loading. */
    AWAY,
    /** Redis has lost documents, or the function, and readers see what is left. */
    SET_BACK,
    /** This machine lacks what the fault needs, so that it is not tried. */
    NOT_POSSIBLE
  }

  /** Something done to the platform. */
  @FunctionalInterface
  interface Step {
    void on(Platform platform) throws Exception;

    /** Nothing. */
    Step NONE = platform -> {};

    default Step then(Step next) {
      return platform -> {
        on(platform);
        next.on(platform);
      };
    }
  }

  /** A fault that happens once, is healed at once, and of which readers notice nothing but age. */
  static Fault of(String name, Step inject) {
    return new Fault(name, 1, inject, 0, Step.NONE, Set.of());
  }

  Fault times(int count) {
    return new Fault(name, count, inject, seconds, heal, excuses);
  }

  /** The same, healed after so many seconds. */
  Fault healed(double after, Step healing) {
    return new Fault(name, times, inject, after, healing, excuses);
  }

  /** Happens once, and is over when this returns. */
  void befall(Platform platform) throws Exception {
    inject.on(platform);
    platform.flow().awaitSeconds(seconds);
    heal.on(platform);
  }

  Fault excusing(Excuse... readers) {
    return new Fault(name, times, inject, seconds, heal, Set.of(readers));
  }

  boolean excuses(Excuse excuse) {
    return excuses.contains(excuse);
  }

  @Override
  public String toString() {
    return name;
  }
}
