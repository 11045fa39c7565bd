/**
 * Audiences: who is of a kind now, such as drifting away, kept true while time passes.
 *
 * <p>A user belongs to an audience by a condition on what is known of the user and on the time. It
 * is asked when something is learned of the user and at the moments when time alone may change the
 * answer ({@link dev.freshet.scoring.audience.Turn}), and at no other: {@link
 * dev.freshet.scoring.audience.Attendance} then knows the same as somebody who asks at each moment.
 */
@NullMarked
package dev.freshet.scoring.audience;

import org.jspecify.annotations.NullMarked;
