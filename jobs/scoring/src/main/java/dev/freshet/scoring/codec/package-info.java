/** Numbers and versions in serialized state. */
@NullMarked
package dev.freshet.scoring.codec;

import org.jspecify.annotations.NullMarked;
