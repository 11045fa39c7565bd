/** Judges stickiness: how well it tells who comes back. */
@NullMarked
package dev.freshet.localstack.evaluate.stickiness;

import org.jspecify.annotations.NullMarked;
