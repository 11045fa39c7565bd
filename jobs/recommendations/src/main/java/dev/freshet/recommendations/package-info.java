/**
 * The recommendations job: learns from what users do and keeps Redis filled with each user's
 * candidates, the pulse of the platform, and what goes with each item.
 */
@NullMarked
package dev.freshet.recommendations;

import org.jspecify.annotations.NullMarked;
