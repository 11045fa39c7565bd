package dev.freshet.scoring.stickiness;

import org.jspecify.annotations.Nullable;

/**
 * What of a user shows in the figures of the platform.
 *
 * @param tier the user's audience
 * @param score in whole points, 0–100
 * @param lastActiveDay the latest active day
 * @param lastPurchaseDay the day of the latest purchase, or null for a user who never bought
 */
public record Footprint(
    Tier tier, int score, int lastActiveDay, @Nullable Integer lastPurchaseDay) {}
