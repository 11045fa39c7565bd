package dev.freshet.microbenchmarks;

import dev.freshet.scoring.Recommender;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.history.HistoryChange;
import dev.freshet.scoring.history.UserHistory;
import dev.freshet.scoring.model.ChoiceModel;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.ranking.PersonalList;
import dev.freshet.scoring.ranking.Ranker;
import dev.freshet.scoring.ranking.Recommendation;
import dev.freshet.scoring.similarity.CoOccurrenceRow;
import dev.freshet.scoring.similarity.CoOccurrenceSettings;
import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.similarity.RowUpdate;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one event, one list and their parts cost, with the default settings and full state. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScoringBenchmark {

  private static final int USERS = 500;
  private static final int ITEMS = 1_000;
  private static final int EVENTS = 30_000;
  private static final int PAIRS = 10;
  private static final int ALTERNATIVES = 350;
  private static final long START_MILLIS = 1_767_225_600_000L;

  private final RecommenderSettings settings = RecommenderSettings.defaults();
  private final CoOccurrenceSettings coOccurrence = settings.items().coOccurrence();
  private final Random random = new Random(1);
  private final Recommender recommender = new Recommender(settings);
  private final Ranker ranker = new Ranker(settings.lists(), recommender.table());
  private final CoOccurrenceRow row = new CoOccurrenceRow();
  private final UserHistory history = new UserHistory();
  private final ChoiceModel model = ChoiceModel.of(settings.model());
  private final double[] signals = new double[ALTERNATIVES * Signal.COUNT];
  private byte[] packedRow = {};
  private byte[] packedHistory = {};
  private UserProfile profile = recommender.profile("");
  private long events;

  /** Fills everything as far as the settings let it grow. */
  @Setup
  public void fill() {
    for (int i = 0; i < EVENTS; i++) {
      recommender.accept(next());
    }
    for (int i = 0; i < coOccurrence.neighbours(); i++) {
      row.apply(update(), coOccurrence.halfLife(), coOccurrence.neighbours());
    }
    for (int i = 0; i < settings.history().size(); i++) {
      interact();
    }
    for (int i = 0; i < signals.length; i++) {
      signals[i] = random.nextGaussian();
    }
    packedRow = row.serialize();
    packedHistory = history.serialize();
    profile = recommender.profile(user(1));
  }

  private static String user(int number) {
    return "learner-" + number;
  }

  private long now() {
    return START_MILLIS + events * 10;
  }

  private Interaction next() {
    // Squaring a uniform number makes low numbers frequent, for users as for items.
    int user = (int) (Math.pow(random.nextDouble(), 2) * USERS);
    int item = (int) (Math.pow(random.nextDouble(), 2) * ITEMS);
    return Interaction.click("e" + events++, user(user), "course-" + item, now());
  }

  private RowUpdate update() {
    long[] neighbours = random.longs(PAIRS, 0, coOccurrence.neighbours() * 2L).toArray();
    double[] gains = random.doubles(PAIRS).toArray();
    long[] atMillis = new long[PAIRS];
    Arrays.fill(atMillis, now());
    events++;
    return new RowUpdate(
        now(),
        Engagement.NONE,
        new Engagement(now(), 1.0),
        neighbours,
        new boolean[PAIRS],
        gains,
        atMillis);
  }

  private HistoryChange interact() {
    events++;
    return history.update(
        random.nextLong(), now(), 1.0, settings.history().pairGains(), settings.history().size());
  }

  /** A whole event in process: history, rows, candidates, a training step, a share of the pulse. */
  @Benchmark
  public void acceptEvent() {
    recommender.accept(next());
  }

  /** A list of 20 as a frontend would read it, in process. */
  @Benchmark
  public List<Recommendation> recommend() {
    return recommender.recommend(user(1), now(), 20, Set.of());
  }

  @Benchmark
  public PersonalList rankLearner() {
    return ranker.rank(user(1), profile, recommender.pulse(), recommender.model());
  }

  /** One step of the choice model over 350 alternatives. */
  @Benchmark
  public void learnChoice() {
    model.learn(signals, ALTERNATIVES, 7, 3, 1, 1.0);
  }

  /** Ten pairs entered into a row of 200 neighbours. */
  @Benchmark
  public void applyRowUpdate() {
    row.apply(update(), coOccurrence.halfLife(), coOccurrence.neighbours());
  }

  @Benchmark
  public Neighbours strongestOfRow() {
    return row.strongest(0L, coOccurrence.perItem(), now(), coOccurrence.halfLife());
  }

  @Benchmark
  public byte[] packRow() {
    return row.serialize();
  }

  @Benchmark
  public CoOccurrenceRow unpackRow() {
    return CoOccurrenceRow.deserialize(ByteBuffer.wrap(packedRow));
  }

  /** A new item at the end of a full history, and the pairs that follow from it. */
  @Benchmark
  public HistoryChange touchHistory() {
    return interact();
  }

  @Benchmark
  public UserHistory unpackHistory() {
    return UserHistory.deserialize(packedHistory);
  }
}
