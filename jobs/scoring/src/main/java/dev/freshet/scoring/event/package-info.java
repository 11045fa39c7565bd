/** What happens on the platform: interactions of users, and what the catalogue says of items. */
@NullMarked
package dev.freshet.scoring.event;

import org.jspecify.annotations.NullMarked;
