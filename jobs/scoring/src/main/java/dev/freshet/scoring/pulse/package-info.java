/** What is best for everybody now, and what users did lately. */
@NullMarked
package dev.freshet.scoring.pulse;

import org.jspecify.annotations.NullMarked;
