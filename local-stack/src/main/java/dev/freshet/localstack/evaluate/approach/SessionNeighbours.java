package dev.freshet.localstack.evaluate.approach;

import com.carrotsearch.hppc.IntSet;
import dev.freshet.localstack.evaluate.replay.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Baseline: nearest sessions, VS-kNN (Ludewig and Jannach 2018; nearly as in Serenade, Kersbergen
 * et al., SIGMOD 2022).
 *
 * <p>Among the most recent sessions that share an item with the user's last items, the nearest are
 * those with the highest sum of weights of shared items, where the user's last item weighs most and
 * earlier ones linearly less. Each gives its items its nearness, times a weight that falls linearly
 * with the position of the last item shared.
 */
public final class SessionNeighbours implements Approach {

  /** Positions back at which a shared item gives a neighbour's items nothing any more. */
  private static final double FARTHEST = 10.0;

  /** Items of one session that are kept. */
  private static final int LONGEST = 50;

  private static final class Session {
    private int size;
    private int[] items = new int[2];
    private long lastMillis;
    private int asked;
    private double nearness;
    private int lastShared;

    Session(long atMillis) {
      lastMillis = atMillis;
    }

    boolean holds(int item) {
      for (int i = 0; i < size; i++) {
        if (items[i] == item) {
          return true;
        }
      }
      return false;
    }

    void add(int item) {
      if (size == items.length) {
        items = Arrays.copyOf(items, 2 * size);
      }
      items[size++] = item;
    }
  }

  private final long gapMillis;
  private final int recent;
  private final int sample;
  private final int neighbours;
  private final @Nullable Session[] current;
  private final List<Deque<Session>> sessionsOf;
  private final RecentItems[] histories;
  private final Popularity popularity;
  private final Scores scores;
  private int asks;

  /**
   * @param gap silence after which a user's next event begins a new session
   * @param recent how many of the user's last items are compared
   * @param sample how many sessions are looked at, the most recent
   * @param neighbours how many of them, the nearest, are listened to
   * @param popularity fills lists up; learns along
   */
  public SessionNeighbours(
      int users,
      int items,
      Duration gap,
      int recent,
      int sample,
      int neighbours,
      Popularity popularity) {
    gapMillis = gap.toMillis();
    this.recent = recent;
    this.sample = sample;
    this.neighbours = neighbours;
    this.popularity = popularity;
    current = new Session[users];
    sessionsOf = Stream.<Deque<Session>>generate(ArrayDeque::new).limit(items).toList();
    histories =
        Stream.generate(() -> new RecentItems(recent)).limit(users).toArray(RecentItems[]::new);
    scores = new Scores(items);
  }

  @Override
  public String name() {
    return "session kNN, last " + recent + ", k " + neighbours;
  }

  @Override
  public int[] list(int user, long atMillis, int size, IntSet excluded) {
    RecentItems history = histories[user];
    for (Session neighbour : nearest(candidates(history))) {
      double weight = neighbour.nearness * Math.max(0.0, 1 - neighbour.lastShared / FARTHEST);
      for (int i = 0; i < neighbour.size; i++) {
        scores.add(neighbour.items[i], weight);
      }
    }
    return scores.best(size, excluded, popularity);
  }

  private List<Session> candidates(RecentItems history) {
    asks++;
    List<Session> candidates = new ArrayList<>();
    for (int back = 0; back < history.size(); back++) {
      double weight = (history.size() - back) / (double) history.size();
      for (Session session : sessionsOf.get(history.item(back))) {
        if (session.asked != asks) {
          session.asked = asks;
          session.nearness = 0;
          session.lastShared = back;
          candidates.add(session);
        }
        session.nearness += weight;
      }
    }
    return candidates;
  }

  private List<Session> nearest(List<Session> candidates) {
    return candidates.stream()
        .sorted(Comparator.comparingLong((Session session) -> session.lastMillis).reversed())
        .limit(sample)
        .sorted(Comparator.comparingDouble((Session session) -> session.nearness).reversed())
        .limit(neighbours)
        .toList();
  }

  @Override
  public void learn(Event event) {
    Session session = current[event.user()];
    if (session == null
        || event.atMillis() - session.lastMillis > gapMillis
        || session.size == LONGEST) {
      session = new Session(event.atMillis());
      current[event.user()] = session;
    }
    session.lastMillis = event.atMillis();
    if (!session.holds(event.item())) {
      session.add(event.item());
      Deque<Session> sessions = sessionsOf.get(event.item());
      sessions.addLast(session);
      if (sessions.size() > sample) {
        sessions.removeFirst();
      }
    }
    histories[event.user()].touch(event.item(), event.strength());
    popularity.learn(event);
  }
}
