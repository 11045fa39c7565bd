package dev.freshet.scoring;

import org.jspecify.annotations.Nullable;

/**
 * What the {@link Trainer} is told of one interaction.
 *
 * @param item id of the item touched
 * @param atMillis when
 * @param strengthGain by how much the user's strength for the item grew: what the touch adds to the
 *     item's popularity, so that a user who returns is not counted twice
 * @param first whether the user touched the item for the first time
 * @param before the user's shortlist just before, when they chose; null if there was no choice to
 *     learn from
 */
public record Lesson(
    String item, long atMillis, double strengthGain, boolean first, @Nullable Shortlist before) {}
