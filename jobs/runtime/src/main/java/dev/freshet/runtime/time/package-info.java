/**
 * Event time where events alone do not tell it: while nothing happens, and where the input ends.
 */
@NullMarked
package dev.freshet.runtime.time;

import org.jspecify.annotations.NullMarked;
