/**
 * Records that an operator fails on. A failure restarts the job from its last checkpoint, so that
 * no state is left half changed; what has failed more often than it may is then left out before it
 * reaches any state.
 */
@NullMarked
package dev.freshet.runtime.failure;

import org.jspecify.annotations.NullMarked;
