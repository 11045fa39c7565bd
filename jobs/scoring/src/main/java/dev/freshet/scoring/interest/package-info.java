/** Which tags a user cares for. */
@NullMarked
package dev.freshet.scoring.interest;

import org.jspecify.annotations.NullMarked;
