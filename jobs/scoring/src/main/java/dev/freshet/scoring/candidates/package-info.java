/** What ranking knows of one user: candidates, interests, items seen. */
@NullMarked
package dev.freshet.scoring.candidates;

import org.jspecify.annotations.NullMarked;
