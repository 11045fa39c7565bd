/**
 * Judges the recommender on event logs, next to baselines: recommend, then learn, event by event.
 */
@NullMarked
package dev.freshet.localstack.evaluate;

import org.jspecify.annotations.NullMarked;
