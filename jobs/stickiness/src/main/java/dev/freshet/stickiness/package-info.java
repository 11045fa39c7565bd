/**
 * The stickiness job: tracks how often and how deeply each user comes, tells Redis who stays and
 * who drifts away, and lets scores fall while nothing happens.
 */
@NullMarked
package dev.freshet.stickiness;

import org.jspecify.annotations.NullMarked;
