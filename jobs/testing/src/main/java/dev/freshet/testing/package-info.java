/**
 * Fixtures: real Kafka and Redis servers inside a test or a local stack, and how to talk to them.
 */
@NullMarked
package dev.freshet.testing;

import org.jspecify.annotations.NullMarked;
