/** How a signal fades with time. */
@NullMarked
package dev.freshet.scoring.decay;

import org.jspecify.annotations.NullMarked;
