/** What a job goes on from, and when it refuses to. */
@NullMarked
package dev.freshet.runtime.start;

import org.jspecify.annotations.NullMarked;
