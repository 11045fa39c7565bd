/** The command {@code record}: copies Kafka topics into files, completely or not at all. */
@NullMarked
package dev.freshet.localstack.record;

import org.jspecify.annotations.NullMarked;
