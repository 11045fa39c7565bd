/**
 * Tells other jobs and systems on Kafka what a job knows of its users: what has changed, and of
 * each user at most so often.
 */
@NullMarked
package dev.freshet.runtime.userstate;

import org.jspecify.annotations.NullMarked;
