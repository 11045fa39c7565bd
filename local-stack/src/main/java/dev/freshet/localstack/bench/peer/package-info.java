/** The recommender that one would write first on Flink, to measure ours beside it. */
@NullMarked
package dev.freshet.localstack.bench.peer;

import org.jspecify.annotations.NullMarked;
