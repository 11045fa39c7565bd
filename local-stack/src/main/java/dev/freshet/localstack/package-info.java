/** What the commands of the local stack share. */
@NullMarked
package dev.freshet.localstack;

import org.jspecify.annotations.NullMarked;
