/** Benchmarks of single operations of {@code scoring}, with JMH. */
@NullMarked
package dev.freshet.microbenchmarks;

import org.jspecify.annotations.NullMarked;
