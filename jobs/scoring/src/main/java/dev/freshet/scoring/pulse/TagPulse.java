package dev.freshet.scoring.pulse;

import dev.freshet.scoring.items.ScoredItem;
import java.util.List;

/**
 * The items with one tag that are best for everybody at one moment.
 *
 * @param tag the tag
 * @param items best first; scores are relative to the same zero as those of the {@link Pulse}, so
 *     an item outside it has a negative one; none if the tag has no pulse any more
 */
public record TagPulse(String tag, List<ScoredItem> items) {}
