package dev.freshet.runtime.record;

import org.jspecify.annotations.Nullable;

/**
 * What the topic of experiments tells: that one is as its record has it, that there is none of that
 * name, or that everything was told that there was at the start.
 *
 * @param name the experiment; empty for the end of what there was at the start
 * @param record the experiment as it lies on its topic, which can be used; null if there is none
 * @param offset where that is, which rises also where the topic is made anew: of two of one name
 *     the one with the higher holds
 */
public record ToldExperiment(String name, byte @Nullable [] record, long offset) {

  /** Everything was told that there was at the start. */
  public static ToldExperiment endOfStart() {
    return new ToldExperiment("", null, -1L);
  }

  /** Whether everything was told that there was at the start. */
  public boolean isEndOfStart() {
    return name.isEmpty();
  }
}
