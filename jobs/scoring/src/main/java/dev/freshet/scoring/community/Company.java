package dev.freshet.scoring.community;

import java.util.List;

/**
 * Who learns an item beside a user.
 *
 * @param item which
 * @param rarity how much it says to share it: less, the more learn it
 * @param companions the closest first
 */
public record Company(String item, double rarity, List<Companion> companions) {

  public Company {
    companions = List.copyOf(companions);
  }
}
