/**
 * A user's list: what the user could choose, its order, its reasons, and how a frontend reads it.
 */
@NullMarked
package dev.freshet.scoring.ranking;

import org.jspecify.annotations.NullMarked;
