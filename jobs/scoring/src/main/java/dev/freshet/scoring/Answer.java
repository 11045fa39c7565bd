package dev.freshet.scoring;

import java.util.List;

/**
 * What is known of an item when a user touches it: passes from the item's row to the user.
 *
 * @param user who touched
 * @param item id of the item touched
 * @param atMillis when
 * @param completed whether the interaction finished the item
 * @param strengthGain by how much the user's strength for it grew
 * @param first whether the user's history did not hold the item before
 * @param neighbours the item's neighbours now
 * @param tags the item's tags
 * @param vector the item's vector, or empty
 */
public record Answer(
    String user,
    String item,
    long atMillis,
    boolean completed,
    double strengthGain,
    boolean first,
    Neighbours neighbours,
    List<String> tags,
    List<Float> vector) {}
