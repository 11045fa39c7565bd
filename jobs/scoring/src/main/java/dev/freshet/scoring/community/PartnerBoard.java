package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.event.EventTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The partners that one user is told, as of the moment that was looked at last. */
public final class PartnerBoard {

  public static final Layout LAYOUT = Layout.of("partner board", 1, Partners.LAYOUT);

  private final Partners partners;
  private List<Partner> told = List.of();

  /** When what is told has changed. */
  private long asOfMillis = EventTime.NEVER;

  private long lookedMillis = EventTime.NEVER;

  public PartnerBoard() {
    this(new Partners());
  }

  private PartnerBoard(Partners partners) {
    this.partners = partners;
  }

  /** The user was with an item, and this is who learns it too. */
  public void meet(Company company, long atMillis) {
    partners.meet(company, atMillis);
  }

  /**
   * Looks who the partners are at a moment; one before the last look counts as that.
   *
   * @param user whose they are, who may not want any
   * @param isWilling whether somebody wants to be a partner
   * @return whether the user is told something else by that
   */
  public boolean look(
      String user, long atMillis, Predicate<String> isWilling, CommunitySettings settings) {
    lookedMillis = Math.max(lookedMillis, atMillis);
    List<Partner> best = best(user, lookedMillis, isWilling, settings);
    if (best.equals(told)) {
      return false;
    }
    told = best;
    asOfMillis = lookedMillis;
    return true;
  }

  /** What {@link #look} would return, which this does not change. */
  public boolean wouldChange(
      String user, long atMillis, Predicate<String> isWilling, CommunitySettings settings) {
    return !best(user, Math.max(lookedMillis, atMillis), isWilling, settings).equals(told);
  }

  private List<Partner> best(
      String user, long atMillis, Predicate<String> isWilling, CommunitySettings settings) {
    return isWilling.test(user) ? partners.best(atMillis, isWilling, settings) : List.of();
  }

  /** When the next one leaves by time alone, epoch milliseconds, or {@link Passing#NEVER}. */
  public long nextExpiryMillis(CommunitySettings settings) {
    return lookedMillis == EventTime.NEVER
        ? Passing.NEVER
        : partners.nextExpiryMillis(lookedMillis, settings);
  }

  /** The partners that the user is told, the best first. */
  public List<Partner> told() {
    return told;
  }

  /** When they have changed, epoch milliseconds. */
  public long asOfMillis() {
    return asOfMillis;
  }

  /** All of it as bytes, to be kept as state. */
  public byte[] serialize() {
    StateWriter out =
        new StateWriter(LAYOUT)
            .part(partners.serialize())
            .number(asOfMillis)
            .number(lookedMillis)
            .number(told.size());
    for (Partner partner : told) {
      out.text(partner.user()).real(partner.score()).number(partner.items()).text(partner.item());
    }
    return out.bytes();
  }

  /** What {@link #serialize} wrote. */
  public static PartnerBoard deserialize(byte[] bytes) {
    StateReader in = new StateReader(LAYOUT, bytes);
    PartnerBoard board = new PartnerBoard(Partners.deserialize(in.part()));
    board.asOfMillis = in.number();
    board.lookedMillis = in.number();
    List<Partner> told = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      told.add(new Partner(in.text(), in.real(), in.count(), in.text()));
    }
    board.told = List.copyOf(told);
    return board;
  }
}
