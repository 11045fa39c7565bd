package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Whom one user could learn with: who learns the same items at the same pace now. */
public final class Partners {

  public static final Layout LAYOUT = Layout.of("partners", 1);

  /** Items that somebody learns at the same time. */
  private static final int MOST_ITEMS = 20;

  private final Map<String, Seen> seen = new HashMap<>();

  /** Who was there beside the user, and when that was. */
  private record Seen(Company company, long atMillis) {}

  /** The user was with an item, and this is who learns it too. */
  public void meet(Company company, long atMillis) {
    Seen before = seen.get(company.item());
    if (before != null && before.atMillis() > atMillis) {
      return;
    }
    seen.put(company.item(), new Seen(company, atMillis));
    if (seen.size() > MOST_ITEMS) {
      seen.entrySet().stream()
          .min(
              Comparator.<Map.Entry<String, Seen>>comparingLong(item -> item.getValue().atMillis())
                  .thenComparing(Map.Entry::getKey))
          .map(Map.Entry::getKey)
          .ifPresent(seen::remove);
    }
  }

  /**
   * The partners at a moment, the best first.
   *
   * @param isWilling whether somebody wants to be a partner
   */
  public List<Partner> best(
      long nowMillis, Predicate<String> isWilling, CommunitySettings settings) {
    long sinceMillis = nowMillis - settings.activeFor().toMillis();
    Map<String, Partner> partners = new HashMap<>();
    for (Seen item : inOrder()) {
      if (item.atMillis() > sinceMillis) {
        item.company().companions().stream()
            .filter(companion -> companion.atMillis() > sinceMillis)
            .filter(companion -> isWilling.test(companion.user()))
            .forEach(companion -> add(companion, item.company(), partners));
      }
    }
    return partners.values().stream()
        .sorted(Comparator.comparingDouble(Partner::score).reversed().thenComparing(Partner::user))
        .limit(settings.partners())
        .toList();
  }

  /** The rarest item first, which is the one to name. */
  private List<Seen> inOrder() {
    List<Seen> items = new ArrayList<>(seen.values());
    items.sort(
        Comparator.<Seen>comparingDouble(item -> -item.company().rarity())
            .thenComparing(item -> item.company().item()));
    return items;
  }

  private static void add(Companion companion, Company company, Map<String, Partner> partners) {
    double score = company.rarity() * companion.closeness();
    Partner one = new Partner(companion.user(), score, 1, company.item());
    partners.merge(companion.user(), one, Partners::both);
  }

  private static Partner both(Partner one, Partner more) {
    return new Partner(
        one.user(), one.score() + more.score(), one.items() + more.items(), one.item());
  }

  /** When the next of those who are listed at a moment has been away for too long. */
  public long nextExpiryMillis(long nowMillis, CommunitySettings settings) {
    long activeMillis = settings.activeFor().toMillis();
    return seen.values().stream()
        .flatMap(
            item ->
                item.company().companions().stream()
                    .map(companion -> Math.min(item.atMillis(), companion.atMillis())))
        .mapToLong(latestMillis -> latestMillis + activeMillis)
        .filter(expiryMillis -> expiryMillis > nowMillis)
        .min()
        .orElse(Passing.NEVER);
  }

  /** The partners as bytes, to be kept as state. */
  public byte[] serialize() {
    StateWriter writer = new StateWriter(LAYOUT).number(seen.size());
    for (Seen item : seen.values()) {
      Company company = item.company();
      writer
          .text(company.item())
          .real(company.rarity())
          .number(item.atMillis())
          .number(company.companions().size());
      for (Companion companion : company.companions()) {
        writer.text(companion.user()).number(companion.atMillis()).real(companion.closeness());
      }
    }
    return writer.bytes();
  }

  /** The partners that {@link #serialize} wrote. */
  public static Partners deserialize(byte[] bytes) {
    StateReader reader = new StateReader(LAYOUT, bytes);
    Partners partners = new Partners();
    for (int left = reader.count(); left > 0; left--) {
      String item = reader.text();
      double rarity = reader.real();
      long atMillis = reader.number();
      List<Companion> companions = new ArrayList<>();
      for (int more = reader.count(); more > 0; more--) {
        companions.add(new Companion(reader.text(), reader.number(), reader.real()));
      }
      partners.seen.put(item, new Seen(new Company(item, rarity, companions), atMillis));
    }
    return partners;
  }
}
