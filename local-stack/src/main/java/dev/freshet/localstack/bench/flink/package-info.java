/** A Flink that runs in processes of its own, seen from outside. */
@NullMarked
package dev.freshet.localstack.bench.flink;

import org.jspecify.annotations.NullMarked;
