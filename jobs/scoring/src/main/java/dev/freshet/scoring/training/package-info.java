/** Learning from choices, and telling those who rank what changed. */
@NullMarked
package dev.freshet.scoring.training;

import org.jspecify.annotations.NullMarked;
