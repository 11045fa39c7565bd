/**
 * The contract with the outside: the Avro records that enter on Kafka (generated from {@code
 * src/main/avro}), how they are encoded, and the keys that Redis holds.
 */
@NullMarked
package dev.freshet.schemas;

import org.jspecify.annotations.NullMarked;
