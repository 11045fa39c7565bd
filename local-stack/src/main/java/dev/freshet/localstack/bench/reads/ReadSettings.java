package dev.freshet.localstack.bench.reads;

import dev.freshet.localstack.command.Usage;

/**
 * What is read.
 *
 * @param users how many lists there are to read
 * @param candidates of each list, at most
 * @param pulse items of the pulse, at most
 * @param places asked for in a call
 * @param millis how long each figure is measured
 * @param seed equal seeds give equal documents
 * @param experiments whether an experiment is running, and calls that ask for it are measured too
 * @param rules whether calls are measured too to which rules of 1,000 items apply
 * @param tags whether calls are measured too that leave out half of the catalogue by a tag
 */
public record ReadSettings(
    int users,
    int candidates,
    int pulse,
    int places,
    long millis,
    long seed,
    boolean experiments,
    boolean rules,
    boolean tags) {

  public ReadSettings {
    Usage.atLeast(1, "--users", users);
    Usage.atLeast(1, "--candidates", candidates);
    Usage.atLeast(1, "--pulse", pulse);
    Usage.atLeast(1, "--places", places);
  }
}
