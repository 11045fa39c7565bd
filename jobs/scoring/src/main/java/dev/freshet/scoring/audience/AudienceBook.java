package dev.freshet.scoring.audience;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The audiences in force. */
public final class AudienceBook {

  private final Duration longest;
  private final SortedMap<String, UsableAudience> audiences = new TreeMap<>();

  /**
   * @param longest who has done nothing for so long is in none
   */
  public AudienceBook(Duration longest) {
    this.longest = longest;
  }

  /** Puts an audience in force, instead of one of the same name. */
  public void put(UsableAudience usable) {
    audiences.put(usable.audience().name(), usable.within(longest));
  }

  /** Ends an audience. */
  public void remove(String name) {
    audiences.remove(name);
  }

  /** All of them, in the order of their names. */
  public Collection<UsableAudience> all() {
    return Collections.unmodifiableCollection(audiences.values());
  }

  /** Their names. */
  public Set<String> names() {
    return Collections.unmodifiableSet(audiences.keySet());
  }

  /** How many members of an audience readers are shown at most, those who came last. */
  public int most(String name) {
    UsableAudience usable = audiences.get(name);
    return usable == null ? Audience.MOST : usable.audience().most();
  }
}
