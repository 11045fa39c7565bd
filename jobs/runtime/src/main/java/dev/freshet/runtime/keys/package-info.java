/** Goes through all keys of a task a few at a time, beside its other work. */
@NullMarked
package dev.freshet.runtime.keys;

import org.jspecify.annotations.NullMarked;
