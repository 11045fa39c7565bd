package dev.freshet.localstack.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.knowm.xchart.internal.chartpart.Chart;

/** What was measured, told in three ways. */
public interface Report {

  /** For people, ending in a line break. */
  String table();

  /** For programs. */
  ObjectNode json();

  /** Drawn; as this takes AWT, only if somebody wants to see it. */
  Chart<?, ?> chart();
}
