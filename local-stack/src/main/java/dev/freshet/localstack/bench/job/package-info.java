/** What runs in a JVM of its own: one job, bare or complete, over a log that lies on Kafka. */
@NullMarked
package dev.freshet.localstack.bench.job;

import org.jspecify.annotations.NullMarked;
