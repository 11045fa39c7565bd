/** Rules of the platform's people on what lists show: pin, boost, bury, hide, at most, only. */
@NullMarked
package dev.freshet.scoring.listrule;

import org.jspecify.annotations.NullMarked;
