package dev.freshet.scoring;

import org.jspecify.annotations.Nullable;

/**
 * What the {@link Trainer} is told of one interaction.
 *
 * @param item id of the item touched
 * @param atMillis when
 * @param from where the user stood with the item
 * @param to where the user stands with it now: the item's popularity counts each user once, by the
 *     best they did, from when they were first there
 * @param before the user's shortlist just before, when they chose; null if there was no choice to
 *     learn from
 */
public record Lesson(
    String item, long atMillis, Standing from, Standing to, @Nullable Shortlist before) {}
