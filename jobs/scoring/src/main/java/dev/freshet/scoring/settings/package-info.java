/** How a wrong setting is refused. */
@NullMarked
package dev.freshet.scoring.settings;

import org.jspecify.annotations.NullMarked;
