package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.community.LiveThread.State;
import dev.freshet.scoring.decay.DecayedSums;
import dev.freshet.scoring.event.EventTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is being discussed of one item, whatever the order in which posts come. */
public final class ItemThreads extends DecayedSums implements Passing {

  public static final Layout LAYOUT = Layout.of("item threads", 1);

  private final Map<String, Standing> standings = new HashMap<>();
  private long asOfMillis = EventTime.NEVER;

  /** Posts of a thread. Their heat is against the landmark. */
  private static final class Standing {
    private double heat;
    private int posts;
    private long latestMillis = Long.MIN_VALUE;
    private State state = State.TALK;
  }

  public ItemThreads() {
    super(FARTHEST);
  }

  /**
   * Enters a post.
   *
   * @param state how far it brings the thread
   */
  public void post(String thread, long atMillis, State state, CommunitySettings settings) {
    double heat = inflate(atMillis, settings.heat());
    Standing standing = standings.computeIfAbsent(thread, ignored -> new Standing());
    standing.heat += heat;
    standing.posts++;
    standing.latestMillis = Math.max(standing.latestMillis, atMillis);
    standing.state = standing.state.or(state);
    asOfMillis = Math.max(asOfMillis, atMillis);
    if (standings.size() > settings.threads() + settings.threads() / 4) {
      keep(liveliest(settings.threads(), atMillis, settings));
    }
  }

  private void keep(List<LiveThread> live) {
    standings.keySet().retainAll(live.stream().map(LiveThread::thread).toList());
  }

  /** Whether nothing is discussed. */
  public boolean isNothing() {
    return standings.isEmpty();
  }

  /** The moment of the last change, epoch milliseconds. */
  public long asOfMillis() {
    return asOfMillis;
  }

  /** Lets go of threads in which nobody has posted for too long. */
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
    return latestMillis + settings.threadFor().toMillis();
  }

  @Override
  protected void rescale(double factor) {
    standings.values().forEach(standing -> standing.heat *= factor);
  }

  /** The liveliest threads at a moment, the liveliest first. */
  public List<LiveThread> liveliest(int most, long nowMillis, CommunitySettings settings) {
    if (standings.isEmpty()) {
      return List.of();
    }
    double fading = deflate(nowMillis, settings.heat());
    return standings.entrySet().stream()
        .map(entry -> live(entry.getKey(), entry.getValue(), fading))
        .sorted(
            Comparator.comparingDouble(LiveThread::heat)
                .reversed()
                .thenComparing(LiveThread::thread))
        .limit(most)
        .toList();
  }

  private static LiveThread live(String thread, Standing standing, double fading) {
    return new LiveThread(
        thread, standing.heat * fading, standing.posts, standing.latestMillis, standing.state);
  }

  /** The threads as bytes, to be kept as state. */
  public byte[] serialize() {
    StateWriter writer =
        new StateWriter(LAYOUT)
            .number(landmarkMillis())
            .number(asOfMillis)
            .number(standings.size());
    standings.forEach(
        (thread, standing) ->
            writer
                .text(thread)
                .real(standing.heat)
                .number(standing.posts)
                .number(standing.latestMillis)
                .number(standing.state.index()));
    return writer.bytes();
  }

  /** The threads that {@link #serialize} wrote. */
  public static ItemThreads deserialize(byte[] bytes) {
    StateReader reader = new StateReader(LAYOUT, bytes);
    ItemThreads threads = new ItemThreads();
    threads.restoreLandmark(reader.number());
    threads.asOfMillis = reader.number();
    int size = reader.count();
    for (int i = 0; i < size; i++) {
      Standing standing = new Standing();
      threads.standings.put(reader.text(), standing);
      standing.heat = reader.real();
      standing.posts = reader.count();
      standing.latestMillis = reader.number();
      standing.state = State.at(reader.count());
    }
    return threads;
  }
}
