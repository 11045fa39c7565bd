/** Reads the topics of a job, and writes what is rejected to its own topic with the reason. */
@NullMarked
package dev.freshet.runtime.kafka;

import org.jspecify.annotations.NullMarked;
