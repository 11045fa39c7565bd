/**
 * What a record of Kafka says, or why it is rejected. Avro stops here: behind it there are only the
 * records of {@code scoring}.
 */
@NullMarked
package dev.freshet.runtime.record;

import org.jspecify.annotations.NullMarked;
