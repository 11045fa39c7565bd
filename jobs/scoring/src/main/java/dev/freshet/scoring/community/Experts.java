package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.decay.DecayedSums;
import dev.freshet.scoring.event.EventTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who answers well in one tag: fading points, whatever the order in which they come. */
public final class Experts extends DecayedSums implements Passing {

  public static final Layout LAYOUT = Layout.of("experts", 1);

  private final Map<String, Standing> standings = new HashMap<>();
  private long asOfMillis = EventTime.NEVER;

  /** What a member has done. Points are against the landmark. */
  private static final class Standing {
    private double points;
    private long latestMillis = EventTime.NEVER;
    private final int[] counts = new int[Contribution.COUNT];

    private Expert expert(String user, double fading) {
      return new Expert(
          user,
          points * fading,
          counts[Contribution.ANSWER.index()],
          counts[Contribution.ACCEPTED.index()],
          counts[Contribution.LIKED.index()]);
    }
  }

  public Experts() {
    super(FARTHEST);
  }

  /** Whether nobody is an expert. */
  public boolean isNobody() {
    return standings.isEmpty();
  }

  /** Enters that somebody has helped others. */
  public void add(Credit credit, CommunitySettings settings) {
    Contribution contribution = credit.contribution();
    double worth = contribution.points() * inflate(credit.atMillis(), settings.expertise());
    Standing standing = standings.computeIfAbsent(credit.user(), ignored -> new Standing());
    standing.points += worth;
    standing.latestMillis = Math.max(standing.latestMillis, credit.atMillis());
    asOfMillis = Math.max(asOfMillis, credit.atMillis());
    standing.counts[contribution.index()]++;
    // Room for more, so that not each one who is new costs a sort.
    if (standings.size() > settings.experts() + settings.experts() / 4) {
      keep(best(settings.experts(), credit.atMillis(), settings));
    }
  }

  private void keep(List<Expert> best) {
    standings.keySet().retainAll(best.stream().map(Expert::user).toList());
  }

  /** The moment of the last change, epoch milliseconds. */
  public long asOfMillis() {
    return asOfMillis;
  }

  /** Lets go of those who have not helped anybody for too long. */
  @Override
  public boolean expire(long nowMillis, CommunitySettings settings) {
    boolean isAny =
        standings
            .values()
            .removeIf(standing -> expiryMillis(standing.latestMillis, settings) <= nowMillis);
    asOfMillis = isAny ? Math.max(asOfMillis, nowMillis) : asOfMillis;
    return isAny;
  }

  @Override
  public long nextExpiryMillis(CommunitySettings settings) {
    return standings.values().stream()
        .mapToLong(standing -> expiryMillis(standing.latestMillis, settings))
        .min()
        .orElse(NEVER);
  }

  private static long expiryMillis(long latestMillis, CommunitySettings settings) {
    return latestMillis + settings.expertFor().toMillis();
  }

  @Override
  protected void rescale(double factor) {
    standings.values().forEach(standing -> standing.points *= factor);
  }

  /** The best, the best first, by what their points are at a moment. */
  public List<Expert> best(int most, long nowMillis, CommunitySettings settings) {
    if (standings.isEmpty()) {
      return List.of();
    }
    double fading = deflate(nowMillis, settings.expertise());
    return standings.entrySet().stream()
        .map(standing -> standing.getValue().expert(standing.getKey(), fading))
        .sorted(Comparator.comparingDouble(Expert::points).reversed().thenComparing(Expert::user))
        .limit(most)
        .toList();
  }

  /** The experts as bytes, to be kept as state. */
  public byte[] serialize() {
    StateWriter writer =
        new StateWriter(LAYOUT)
            .number(landmarkMillis())
            .number(asOfMillis)
            .number(standings.size());
    standings.forEach(
        (user, standing) -> {
          writer.text(user).real(standing.points).number(standing.latestMillis);
          for (int count : standing.counts) {
            writer.number(count);
          }
        });
    return writer.bytes();
  }

  /** The experts that {@link #serialize} wrote. */
  public static Experts deserialize(byte[] bytes) {
    StateReader reader = new StateReader(LAYOUT, bytes);
    Experts experts = new Experts();
    experts.restoreLandmark(reader.number());
    experts.asOfMillis = reader.number();
    int size = reader.count();
    for (int i = 0; i < size; i++) {
      Standing standing = new Standing();
      experts.standings.put(reader.text(), standing);
      standing.points = reader.real();
      standing.latestMillis = reader.number();
      for (int j = 0; j < standing.counts.length; j++) {
        standing.counts[j] = reader.count();
      }
    }
    return experts;
  }
}
