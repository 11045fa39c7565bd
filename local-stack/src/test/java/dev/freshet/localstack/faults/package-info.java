/** What Redis holds is right, whatever happens: real processes, and what can befall them. */
@NullMarked
package dev.freshet.localstack.faults;

import org.jspecify.annotations.NullMarked;
