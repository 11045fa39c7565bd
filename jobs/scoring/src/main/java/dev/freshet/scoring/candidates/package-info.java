/** What ranking knows of one user: candidates, interests, items seen and items disliked. */
@NullMarked
package dev.freshet.scoring.candidates;

import org.jspecify.annotations.NullMarked;
