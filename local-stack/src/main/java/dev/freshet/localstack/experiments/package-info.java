/** The command {@code experiments}: checks and applies what people define. */
@NullMarked
package dev.freshet.localstack.experiments;

import org.jspecify.annotations.NullMarked;
