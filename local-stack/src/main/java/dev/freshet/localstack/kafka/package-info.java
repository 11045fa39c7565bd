/** How commands talk to a Kafka: their options, how to send, and what a failure means. */
@NullMarked
package dev.freshet.localstack.kafka;

import org.jspecify.annotations.NullMarked;
