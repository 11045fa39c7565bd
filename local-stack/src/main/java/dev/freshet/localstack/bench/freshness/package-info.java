/** How long it takes from an event's being sent until its user's list in Redis knows of it. */
@NullMarked
package dev.freshet.localstack.bench.freshness;

import org.jspecify.annotations.NullMarked;
