/** The recommender that one would write first on Flink, to compare ours with. */
@NullMarked
package dev.freshet.localstack.bench.peer;

import org.jspecify.annotations.NullMarked;
