/**
 * Which decoded records are used: each event once, of known items, and no more than a limit of a
 * user and minute.
 */
@NullMarked
package dev.freshet.runtime.cleaning;

import org.jspecify.annotations.NullMarked;
