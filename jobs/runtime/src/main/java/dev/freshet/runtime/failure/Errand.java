package dev.freshet.runtime.failure;

import java.util.Locale;

/** Why an operator comes to all keys by itself, one after the other. */
public enum Errand {
  /** What is told concerns each of them. */
  VISIT,
  /** What was published is lost. */
  REPUBLISH;

  String verb() {
    return name().toLowerCase(Locale.ROOT);
  }
}
