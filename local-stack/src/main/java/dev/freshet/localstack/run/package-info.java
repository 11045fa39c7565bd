/** The command {@code run}: a log through the product, without Kafka and without Redis. */
@NullMarked
package dev.freshet.localstack.run;

import org.jspecify.annotations.NullMarked;
