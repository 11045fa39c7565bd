/**
 * Experiments: who gets which variant, what users do with the lists they are shown, and what
 * difference a variant makes.
 *
 * <p>{@link dev.freshet.scoring.experiment.Experiment} is what people define, {@link
 * dev.freshet.scoring.experiment.Assignment} decides who gets what, {@link
 * dev.freshet.scoring.experiment.Viewer} counts what one user does, {@link
 * dev.freshet.scoring.experiment.Standings} adds up all users, and {@link
 * dev.freshet.scoring.experiment.Verdict} says what that shows.
 */
@NullMarked
package dev.freshet.scoring.experiment;

import org.jspecify.annotations.NullMarked;
