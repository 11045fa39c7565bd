/**
 * Records and timers that an operator fails on. A failure restarts the job from its last
 * checkpoint, so that no state is left half changed; a record that has failed as often as it may is
 * then left out before it reaches any state, and so is what waits for a timer.
 */
@NullMarked
package dev.freshet.runtime.failure;

import org.jspecify.annotations.NullMarked;
