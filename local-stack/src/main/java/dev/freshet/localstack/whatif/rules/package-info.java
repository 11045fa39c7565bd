/** Rules on lists that {@code what-if} tries on a log, and what they do to the lists of it. */
@NullMarked
package dev.freshet.localstack.whatif.rules;

import org.jspecify.annotations.NullMarked;
