/** Logs as they are judged, event by event, and what judging one comes to. */
@NullMarked
package dev.freshet.localstack.evaluate.replay;

import org.jspecify.annotations.NullMarked;
