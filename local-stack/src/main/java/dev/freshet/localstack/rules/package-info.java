/** The command {@code rules}: checks, applies, lists, removes and tries rules of incentives. */
@NullMarked
package dev.freshet.localstack.rules;

import org.jspecify.annotations.NullMarked;
