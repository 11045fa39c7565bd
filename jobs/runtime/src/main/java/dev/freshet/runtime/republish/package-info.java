/** Publishes again, from keyed state, what Redis has lost. */
@NullMarked
package dev.freshet.runtime.republish;

import org.jspecify.annotations.NullMarked;
