/** The effect job: tells what lists bring about, and which variant of an experiment is better. */
@NullMarked
package dev.freshet.effect;

import org.jspecify.annotations.NullMarked;
