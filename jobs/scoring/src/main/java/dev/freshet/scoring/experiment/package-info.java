/** Experiments: who gets which variant. */
@NullMarked
package dev.freshet.scoring.experiment;

import org.jspecify.annotations.NullMarked;
