/** The commands of the local stack: a platform on one machine, and tools for its logs. */
@NullMarked
package dev.freshet.localstack;

import org.jspecify.annotations.NullMarked;
