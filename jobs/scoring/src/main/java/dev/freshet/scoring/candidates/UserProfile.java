package dev.freshet.scoring.candidates;

import com.carrotsearch.hppc.LongHashSet;
import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.Varint;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.InteractionStrength;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.event.Opinion;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.interest.InterestSettings;
import dev.freshet.scoring.interest.InterestVector;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One user as the ranking knows them: candidates merged from the neighbours of what they interacted
 * with, interests, the items seen, those that they spoke against, and those shown in vain.
 */
public final class UserProfile {

  private static final int WITHOUT_TIMES = 6;
  private static final int WITHOUT_DISLIKES = 7;
  private static final int WITHOUT_FADING = 8;
  public static final Layout LAYOUT =
      Layout.of("user profile", 9, InterestVector.LAYOUT)
          .reading(WITHOUT_FADING)
          .reading(WITHOUT_DISLIKES)
          .reading(WITHOUT_TIMES);
  private static final int HEAD_BYTES = 1 + 3 * Integer.BYTES + 2 * Long.BYTES;

  /** After so many interactions in a row what was missing before them has faded. */
  private static final int KNOWN_WELL = 8;

  private CandidateSet candidates = new CandidateSet();
  private long last;
  private long latestMillis = EventTime.NEVER;
  private int entered;

  /** How many interactions wait elsewhere for those before them. */
  private int waiting;

  /** How many interactions came one after the other since one was missing. */
  private int unbroken;

  private SeenItems seen = new SeenItems();
  private DislikedItems disliked = new DislikedItems();
  private InterestVector interests = new InterestVector();
  private FadingItems fading = new FadingItems();
  private MeanVector vector = new MeanVector();

  /** Items seen that are remembered. */
  public int seenSize() {
    return seen.size();
  }

  /** The fingerprint of an item seen, 0 the one seen longest ago. */
  public long seenItem(int index) {
    return seen.item(index);
  }

  /** Items that the user spoke against, which are on no list. */
  public int dislikedSize() {
    return disliked.size();
  }

  /** The fingerprint of an item that the user spoke against. */
  public long dislikedItem(int index) {
    return disliked.item(index);
  }

  /** Candidates held. */
  public int size() {
    return candidates.size();
  }

  /** The candidates, of which the first {@link #size} count; not to be changed. */
  public CandidateColumns candidates() {
    return candidates.columns();
  }

  /** Mean vector of what the user did, or empty; not to be changed. */
  public float[] vector() {
    return vector.components();
  }

  /** Whether anything was shown and not taken. */
  public boolean hasFading() {
    return !fading.isEmpty();
  }

  /** The logarithm of 1 + how often an item was shown and not taken; what is newer counts more. */
  public double fading(long item) {
    return Math.log1p(fading.count(item));
  }

  /**
   * Enters a list that was shown, which counts once it is too late to take from it.
   *
   * @return whether earlier ones count from now on
   */
  public boolean show(ListExposure shown, ExposureSettings settings) {
    return settings.fade() && fading.show(shown, settings.windowMillis());
  }

  /** Whether the user is known to have interacted with the item. */
  public boolean hasSeen(String item) {
    return seen.contains(Fingerprint.of(item));
  }

  /**
   * Fingerprints of the last items seen, the last one first.
   *
   * @param most at most so many
   */
  public long[] recent(int most) {
    return seen.recent(most);
  }

  /** When the newest interaction occurred, or {@link EventTime#NEVER}. */
  public long latestMillis() {
    return latestMillis;
  }

  /** What the user is interested in. */
  public InterestVector interests() {
    return interests;
  }

  /** The number of the last interaction entered, 0 before the first. */
  public int entered() {
    return entered;
  }

  /** How many interactions wait elsewhere for those before them, which {@link #letWait} says. */
  public int waiting() {
    return waiting;
  }

  /** Says how many interactions wait elsewhere. */
  public void letWait(int count) {
    waiting = count;
  }

  /**
   * Enters what follows from one interaction. With one that speaks against its item nothing was
   * done: it only hides the item, and counts against its tags.
   */
  public void update(EnrichedInteraction enriched, CandidateSettings settings) {
    int after =
        enriched.atMillis() < latestMillis ? Math.max(1, seen.seenAfter(enriched.atMillis())) : 0;
    latestMillis = Math.max(latestMillis, enriched.atMillis());
    unbroken = enriched.number() == entered + 1 ? unbroken + 1 : 0;
    entered = Math.max(entered, enriched.number());
    judge(enriched, settings.interest());
    if (enriched.isAgainst()) {
      candidates.drop(excluded(settings), settings.size());
      return;
    }
    move(enriched, enriched.from(), enriched.to(), settings.interest());
    fading.settle(enriched.atMillis());
    fading.take(Fingerprint.of(enriched.item()));
    vector.blend(enriched.vector(), (1 - settings.decay()) * Math.pow(settings.decay(), after));
    seen.add(
        Fingerprint.of(enriched.item()),
        enriched.completed(),
        enriched.atMillis(),
        settings.seen());
    boolean isAnother = enriched.neighbours().item() != last;
    if (isAnother) {
      candidates.merge(enriched, after, excluded(settings), settings);
      last = after > 0 ? last : enriched.neighbours().item();
    } else if (enriched.completed()) {
      candidates.drop(excluded(settings), settings.size());
    }
  }

  /** Takes the user's last word on the item, which lies at or after what was said before. */
  private void judge(EnrichedInteraction enriched, InterestSettings settings) {
    if (enriched.opinion() == Opinion.NONE) {
      return;
    }
    long item = Fingerprint.of(enriched.item());
    long since = disliked.since(item);
    if (enriched.atMillis() < since) {
      return;
    }
    if (since != EventTime.NEVER) {
      move(enriched, against(since), Engagement.NONE, settings);
      disliked.remove(item);
    }
    if (enriched.isAgainst()) {
      move(enriched, Engagement.NONE, against(enriched.atMillis()), settings);
      disliked.add(item, enriched.atMillis());
    }
  }

  private static Engagement against(long sinceMillis) {
    return new Engagement(sinceMillis, -InteractionStrength.AGAINST);
  }

  private void move(
      EnrichedInteraction enriched, Engagement from, Engagement to, InterestSettings settings) {
    interests.add(enriched.tags(), from, to, settings.halfLife(), settings.tags());
  }

  private LongHashSet excluded(CandidateSettings settings) {
    return disliked.addTo(seen.excluded(settings.exclude()));
  }

  /**
   * Whether the interaction is a choice to learn from, asked before {@link #update} enters it: made
   * by a user who is known, of an item that could have been on the list, and the next one after
   * those that are known. What came in between would make what was chosen look foreseen, and from a
   * user of whom much is missing there would be learned that candidates do not matter.
   */
  public boolean isChoice(EnrichedInteraction enriched, CandidateSettings settings) {
    return seen.size() > 0
        && !enriched.isAgainst()
        && !disliked.contains(Fingerprint.of(enriched.item()))
        && enriched.number() == entered + 1
        && unbroken >= Math.min(entered, KNOWN_WELL)
        && (settings.exclude() == Exclusion.NOTHING || !hasSeen(enriched.item()));
  }

  /** Whether an item seen must not be recommended. */
  public boolean isExcluded(int index, Exclusion exclusion) {
    return seen.isExcluded(index, exclusion);
  }

  /** Whether an item was seen in such a way that it must not be recommended. */
  public boolean isDone(long item, Exclusion exclusion) {
    return seen.isDone(item, exclusion);
  }

  /**
   * The user as bytes, to be kept as state: 13 to 20 a candidate, 8 an item that speaks for some,
   * and 8 an item seen, with some 3 more for each of the last ten, some 12 an item that the user
   * spoke against or was shown in vain, and 8 for each place of a list shown just now.
   */
  public byte[] serialize() {
    byte[] interestBytes = interests.serialize();
    ByteBuffer buffer =
        ByteBuffer.allocate(
            HEAD_BYTES
                + candidates.mostBytes()
                + seen.mostBytes()
                + disliked.mostBytes()
                + fading.mostBytes()
                + Varint.MOST_INT_BYTES
                + interestBytes.length
                + vector.mostBytes());
    buffer
        .put(LAYOUT.version())
        .putInt(entered)
        .putInt(waiting)
        .putInt(unbroken)
        .putLong(last)
        .putLong(latestMillis);
    candidates.serialize(buffer);
    seen.serialize(buffer);
    disliked.serialize(buffer);
    fading.serialize(buffer);
    Varint.put(buffer, interestBytes.length);
    buffer.put(interestBytes);
    vector.serialize(buffer);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** The user that {@link #serialize} wrote. */
  public static UserProfile deserialize(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    byte version = buffer.get();
    LAYOUT.require(version);
    UserProfile profile = new UserProfile();
    profile.entered = buffer.getInt();
    profile.waiting = buffer.getInt();
    profile.unbroken = buffer.getInt();
    profile.last = buffer.getLong();
    profile.latestMillis = buffer.getLong();
    profile.candidates = CandidateSet.deserialize(buffer);
    profile.seen = SeenItems.deserialize(buffer, version != WITHOUT_TIMES);
    if (version > WITHOUT_DISLIKES) {
      profile.disliked = DislikedItems.deserialize(buffer);
    }
    if (version > WITHOUT_FADING) {
      profile.fading = FadingItems.deserialize(buffer);
    }
    byte[] interestBytes = new byte[Varint.getInt(buffer)];
    buffer.get(interestBytes);
    profile.interests = InterestVector.deserialize(interestBytes);
    profile.vector = MeanVector.deserialize(buffer);
    return profile;
  }
}
