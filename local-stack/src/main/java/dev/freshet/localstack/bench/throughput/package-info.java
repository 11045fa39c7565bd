/** How many events each job takes in a second, next to the others. */
@NullMarked
package dev.freshet.localstack.bench.throughput;

import org.jspecify.annotations.NullMarked;
