/** Judges lists: how high they have what users choose next. */
@NullMarked
package dev.freshet.localstack.evaluate.lists;

import org.jspecify.annotations.NullMarked;
