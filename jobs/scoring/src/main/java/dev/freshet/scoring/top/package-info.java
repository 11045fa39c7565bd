/** The highest of many values. */
@NullMarked
package dev.freshet.scoring.top;

import org.jspecify.annotations.NullMarked;
