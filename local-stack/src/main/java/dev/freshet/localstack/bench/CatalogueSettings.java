package dev.freshet.localstack.bench;

/**
 * How large a catalogue is, and what has to do with it.
 *
 * @param items how many
 * @param tags how many different ones there are
 * @param vectors how many numbers each vector has, 0 for none
 * @param heapMib heap of the task manager
 * @param perSecond live events in a second
 * @param freshSeconds how old a list may be that counts as fresh
 * @param users how many people act
 * @param seed equal seeds give equal catalogues
 */
record CatalogueSettings(
    int items,
    int tags,
    int vectors,
    int heapMib,
    int perSecond,
    int freshSeconds,
    int users,
    long seed) {

  private static final int LEAST_HEAP_MIB = 512;

  CatalogueSettings {
    require("--items", items, 1);
    require("--tags", tags, 1);
    require("--vectors", vectors, 0);
    require("--heap", heapMib, LEAST_HEAP_MIB);
    require("--rate", perSecond, 1);
    require("--fresh", freshSeconds, 1);
    require("--users", users, 1);
  }

  private static void require(String option, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(option + " must be " + least + " or more, is " + value);
    }
  }
}
