/** Which items go with an item, and where users go on to from it. */
@NullMarked
package dev.freshet.scoring.similarity;

import org.jspecify.annotations.NullMarked;
