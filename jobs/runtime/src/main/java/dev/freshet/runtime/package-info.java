/** What starts a job: its environment, and the settings that all jobs share. */
@NullMarked
package dev.freshet.runtime;

import org.jspecify.annotations.NullMarked;
