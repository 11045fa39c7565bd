package dev.freshet.scoring.items;

/**
 * What is known of an item that had an interaction, fit to be sent.
 *
 * @param item the item's id
 * @param appearedMillis when its first interaction was
 * @param interactedMillis when its last interaction was; the numbers are as of this moment
 * @param popularity its popularity at each horizon
 * @param users how many users interacted with it, with the half-life of co-occurrence
 */
public record ItemFacts(
    String item, long appearedMillis, long interactedMillis, double[] popularity, double users) {}
