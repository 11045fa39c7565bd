/**
 * The metrics of a job: each is declared once, registered by its declaration, and written down for
 * people.
 */
@NullMarked
package dev.freshet.runtime.metrics;

import org.jspecify.annotations.NullMarked;
