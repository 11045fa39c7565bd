package dev.freshet.scoring;

/**
 * What is known of an item that was touched, fit to be sent.
 *
 * @param item the item's id
 * @param appearedMillis when it was first touched
 * @param touchedMillis when it was last touched; the numbers are as of this moment
 * @param popularity its popularity at each horizon
 * @param users how many users touched it, with the half-life of co-occurrence
 */
public record ItemFacts(
    String item, long appearedMillis, long touchedMillis, double[] popularity, double users) {}
