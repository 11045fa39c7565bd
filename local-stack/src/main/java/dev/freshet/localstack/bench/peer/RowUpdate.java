package dev.freshet.localstack.bench.peer;

/**
 * What an action changes in the row of one item.
 *
 * @param count the item's count, as far as is known
 * @param others the items whose pairs with it change
 * @param changes of the pairs' counts
 * @param otherCounts counts of the others
 * @param user who wants to know what is similar; empty if nobody does
 * @param rating the user's, of the item
 */
public record RowUpdate(
    String item,
    double count,
    String[] others,
    double[] changes,
    double[] otherCounts,
    String user,
    double rating,
    long atMillis) {}
