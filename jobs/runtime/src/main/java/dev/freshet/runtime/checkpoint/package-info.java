/** How the files of checkpoints are uploaded without taking the processors from events. */
@NullMarked
package dev.freshet.runtime.checkpoint;

import org.jspecify.annotations.NullMarked;
