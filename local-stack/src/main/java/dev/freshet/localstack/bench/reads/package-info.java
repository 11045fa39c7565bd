/** What a frontend's one call costs, compared with a plain {@code GET}. */
@NullMarked
package dev.freshet.localstack.bench.reads;

import org.jspecify.annotations.NullMarked;
