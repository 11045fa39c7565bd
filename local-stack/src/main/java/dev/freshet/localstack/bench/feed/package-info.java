/** Live events, some of them by users whose lists in Redis are watched. */
@NullMarked
package dev.freshet.localstack.bench.feed;

import org.jspecify.annotations.NullMarked;
