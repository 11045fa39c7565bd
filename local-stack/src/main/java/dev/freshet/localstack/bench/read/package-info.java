/** The read path: what a frontend's one call costs, beside a plain {@code GET}. */
@NullMarked
package dev.freshet.localstack.bench.read;

import org.jspecify.annotations.NullMarked;
