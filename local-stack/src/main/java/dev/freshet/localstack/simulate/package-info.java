/** The command {@code simulate}: writes logs of a platform that does not exist. */
@NullMarked
package dev.freshet.localstack.simulate;

import org.jspecify.annotations.NullMarked;
