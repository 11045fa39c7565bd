/**
 * What every job starts with: its options, the settings checked from them, and its environment. The
 * edges to Kafka and to Redis are packages of their own below.
 */
@NullMarked
package dev.freshet.runtime;

import org.jspecify.annotations.NullMarked;
