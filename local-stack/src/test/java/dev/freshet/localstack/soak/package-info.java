/** What a platform takes while it works for a long time: memory and disk. */
@NullMarked
package dev.freshet.localstack.soak;

import org.jspecify.annotations.NullMarked;
