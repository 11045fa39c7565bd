/** What a large catalogue costs in time, memory and recovery. */
@NullMarked
package dev.freshet.localstack.bench.catalogue;

import org.jspecify.annotations.NullMarked;
