/** How wrong settings and definitions are refused. */
@NullMarked
package dev.freshet.scoring.settings;

import org.jspecify.annotations.NullMarked;
