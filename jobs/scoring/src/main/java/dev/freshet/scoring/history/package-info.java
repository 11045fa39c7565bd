/** A user's items in order, and how each interaction changes what goes together. */
@NullMarked
package dev.freshet.scoring.history;

import org.jspecify.annotations.NullMarked;
