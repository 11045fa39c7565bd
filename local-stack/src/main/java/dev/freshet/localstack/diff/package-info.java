/** The command {@code diff}: whether two dumps say the same, each key in the sense it has. */
@NullMarked
package dev.freshet.localstack.diff;

import org.jspecify.annotations.NullMarked;
