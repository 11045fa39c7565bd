/**
 * The command {@code up}: a whole platform on one machine, in one process, with events that arrive
 * while one watches.
 */
@NullMarked
package dev.freshet.localstack.up;

import org.jspecify.annotations.NullMarked;
