/**
 * What something does to people: what becomes of those who get it and of those who do not, and how
 * sure the difference is.
 *
 * <p>Two ways to be sure at any look are about numbers of any kind: {@link
 * dev.freshet.scoring.effect.ConfidenceSequence} on a {@link dev.freshet.scoring.effect.Tally}, of
 * few users too; and {@link dev.freshet.scoring.effect.NormalMixture} on {@link
 * dev.freshet.scoring.effect.Moments}, of many, with ratios and what was known before. {@link
 * dev.freshet.scoring.effect.SampleRatio} tells whether groups have the users that they should. The
 * rest is about users whom a rule rewards or holds out.
 */
@NullMarked
package dev.freshet.scoring.effect;

import org.jspecify.annotations.NullMarked;
