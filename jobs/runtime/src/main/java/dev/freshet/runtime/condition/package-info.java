/**
 * Conditions as people write them, in <a href="https://cel.dev">CEL</a>: checked against a typed
 * environment, and evaluated within bounds.
 */
@NullMarked
package dev.freshet.runtime.condition;

import org.jspecify.annotations.NullMarked;
