/**
 * What a community is shown of itself: who answers well, what is discussed, which questions wait
 * for whom, and who learns beside whom. Each step hears in the order of event time.
 */
@NullMarked
package dev.freshet.engagement.community;

import org.jspecify.annotations.NullMarked;
