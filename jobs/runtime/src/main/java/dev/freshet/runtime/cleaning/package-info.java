/** Which decoded records are used: each event once, of no more items and users than allowed. */
@NullMarked
package dev.freshet.runtime.cleaning;

import org.jspecify.annotations.NullMarked;
