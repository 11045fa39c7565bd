package dev.freshet.localstack.bench.catalogue;

import dev.freshet.localstack.command.Usage;

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
    Usage.atLeast(1, "--items", items);
    Usage.atLeast(1, "--tags", tags);
    Usage.atLeast(0, "--vectors", vectors);
    Usage.atLeast(LEAST_HEAP_MIB, "--heap", heapMib);
    Usage.atLeast(1, "--rate", perSecond);
    Usage.atLeast(1, "--fresh", freshSeconds);
    Usage.atLeast(1, "--users", users);
  }
}
