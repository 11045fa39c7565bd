/**
 * Logs as the records that lie, or would lie, on Kafka: recordings of topics, and event logs turned
 * into such records; merged, disordered and moved in time.
 */
@NullMarked
package dev.freshet.localstack.recording;

import org.jspecify.annotations.NullMarked;
