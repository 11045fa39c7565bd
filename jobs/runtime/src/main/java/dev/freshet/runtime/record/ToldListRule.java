package dev.freshet.runtime.record;

import org.jspecify.annotations.Nullable;

/**
 * What the topic of rules tells of rules on lists: that one is as its record has it, that there is
 * none of that id, or that everything was told that there was at the start.
 *
 * @param id the rule; empty for the end of what there was at the start
 * @param record the rule as it lies on its topic, which can be used; null if there is none
 * @param offset where that is, which rises also where the topic is made anew: of two of one id the
 *     one with the higher holds
 * @param isRejected whether there is none because the newest record cannot be used
 */
public record ToldListRule(String id, byte @Nullable [] record, long offset, boolean isRejected) {

  /** Everything was told that there was at the start. */
  public static ToldListRule endOfStart() {
    return new ToldListRule("", null, -1L, false);
  }

  /** Whether everything was told that there was at the start. */
  public boolean isEndOfStart() {
    return id.isEmpty();
  }
}
