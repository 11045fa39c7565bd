package dev.freshet.scoring;

import java.util.List;

/**
 * A user's published recommendations: what the reader adds to the pulse.
 *
 * @param asOfMillis time of the interaction it follows
 * @param candidates best first as ranked when written; the score is the personal part, plus the
 *     shortfall of an item whose global part is below the pulse's last place
 * @param excluded items that must not be listed
 */
public record PersonalList(
    long asOfMillis, List<Recommendation> candidates, List<String> excluded) {}
