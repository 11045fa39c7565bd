/** The command {@code replay}: feeds recordings and event logs into a Kafka. */
@NullMarked
package dev.freshet.localstack.replay;

import org.jspecify.annotations.NullMarked;
