package dev.freshet.scoring;

/**
 * One line of the {@link ItemTable}, fit to be sent or saved.
 *
 * @param item the item's id
 * @param appearedMillis when it was first touched or published
 * @param touchedMillis when it was last touched, or {@link Touch#NEVER}
 * @param asOfMillis the moment to which {@code sums} are decayed
 * @param sums popularity at each horizon, then the count of users
 */
public record ItemFacts(
    String item, long appearedMillis, long touchedMillis, long asOfMillis, double[] sums) {}
