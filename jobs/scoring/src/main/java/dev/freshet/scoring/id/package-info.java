/** Ids as numbers, and names that many share. */
@NullMarked
package dev.freshet.scoring.id;

import org.jspecify.annotations.NullMarked;
