/** The log that is measured with: synthetic, seeded, and as large as asked for. */
@NullMarked
package dev.freshet.localstack.bench.load;

import org.jspecify.annotations.NullMarked;
