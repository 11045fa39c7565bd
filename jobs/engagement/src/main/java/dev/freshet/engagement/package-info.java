/**
 * The engagement job: rewards users for what they do, by rules that people change while it runs.
 */
@NullMarked
package dev.freshet.engagement;

import org.jspecify.annotations.NullMarked;
