/**
 * What something does to people: what becomes of those who get it and of those who do not, and how
 * sure the difference is.
 *
 * <p>{@link dev.freshet.scoring.effect.ConfidenceSequence} and {@link
 * dev.freshet.scoring.effect.Tally} are about numbers of any kind, the rest about users whom a rule
 * rewards or holds out.
 */
@NullMarked
package dev.freshet.scoring.effect;

import org.jspecify.annotations.NullMarked;
