package dev.freshet.localstack.resubmit;

import java.util.List;
import java.util.Set;

/**
 * Which rejected records are fed back. What is empty is not limited, but for the topic of items.
 *
 * @param reasons why they were rejected
 * @param topics where they came from
 * @param jobs by which jobs
 * @param items the topic of items, which has to be named: there an old record would take the place
 *     of a newer one
 */
record Selection(Set<String> reasons, Set<String> topics, Set<String> jobs, String items) {

  /** What becomes of a record. */
  enum Outcome {
    SENT("to send"),
    AGAIN("of another job as well"),
    CUT("cut when it was rejected"),
    WITHOUT_BYTES("without bytes"),
    OF_ITEMS("of items, which --topic has to name");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  static Selection of(List<String> reasons, List<String> topics, List<String> jobs, String items) {
    return new Selection(Set.copyOf(reasons), Set.copyOf(topics), Set.copyOf(jobs), items);
  }

  boolean includes(Rejected rejected) {
    return allows(reasons, rejected.reason())
        && allows(topics, rejected.place().topic())
        && allows(jobs, rejected.job());
  }

  private static boolean allows(Set<String> named, String one) {
    return named.isEmpty() || named.contains(one);
  }

  /**
   * What becomes of a record that is included.
   *
   * @param sent places of records that were sent; gains this one's if it is
   */
  Outcome outcome(Rejected rejected, Set<Rejected.Place> sent) {
    if (!rejected.hasBytes()) {
      return Outcome.WITHOUT_BYTES;
    }
    if (rejected.isCut()) {
      return Outcome.CUT;
    }
    if (rejected.place().topic().equals(items) && !topics.contains(items)) {
      return Outcome.OF_ITEMS;
    }
    return sent.add(rejected.place()) ? Outcome.SENT : Outcome.AGAIN;
  }
}
