/** The command {@code resubmit}: feeds rejected records back, once their cause is mended. */
@NullMarked
package dev.freshet.localstack.resubmit;

import org.jspecify.annotations.NullMarked;
