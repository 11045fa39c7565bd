package dev.freshet.localstack.bench.reads;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.localstack.bench.load.Load;
import dev.freshet.localstack.bench.load.LoadSettings;
import dev.freshet.recommendations.RecDocument;
import dev.freshet.recommendations.RecommendationsInProcess;
import dev.freshet.recommendations.RecommendationsOptions;
import dev.freshet.recommendations.RecommendationsSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.schemas.TagLines;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.Metric;
import dev.freshet.scoring.experiment.Parameters;
import dev.freshet.scoring.experiment.Variant;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.items.ScoredItem;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;

/**
 * Documents that the recommendations job itself writes, here without Flink, for a synthetic log:
 * each list as of its user's last event, and the pulse at the end, so that lists are older than the
 * pulse they are read with.
 *
 * @param lists by key; from the oldest to the newest, evenly drawn from those with most candidates
 * @param pulse what the key {@link #PULSE} holds
 * @param ruled the same pulse with rules
 * @param tags of all items
 */
record Documents(Map<String, String> lists, String pulse, String ruled, List<RedisWrite> tags) {

  private static final RedisKeys KEYS = RedisKeys.plain();
  static final String PULSE = KEYS.pulse().get(0);

  /** Of each user in the log whose list is read there are so many. */
  private static final int USERS_PER_LIST = 4;

  private static final int EVENTS_PER_USER = 15;
  private static final int ITEMS = 5_000;

  /** Events in a second: the log lasts for some hours, in which popularity moves. */
  private static final int DENSITY = 5;

  private static final long TOLD_EVENTS = 1_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where an experiment is running, if there is one. */
  static final String PLACEMENT = "home";

  private static final Experiment EXPERIMENT =
      new Experiment(
          "explore",
          List.of(PLACEMENT),
          "explore",
          0.05,
          0L,
          Long.MAX_VALUE / 2_000_000,
          List.of(
              new Variant(Variant.CONTROL, 0.5, Parameters.USUAL),
              new Variant("b", 0.5, new Parameters(Map.of(), null, 0.1, null, ""))),
          Metric.CTR,
          List.of(),
          10_000L);

  private record Listed(RedisWrite write, RecDocument document) {}

  /** How many events the log has that the lists are written for. */
  static int events(ReadSettings settings) {
    return Math.multiplyExact(settings.users(), USERS_PER_LIST * EVENTS_PER_USER);
  }

  /**
   * Writes them.
   *
   * @param progress learns how many events were used
   */
  static Documents write(ReadSettings settings, LongConsumer progress) {
    LoadSettings load =
        new LoadSettings(
            settings.users() * USERS_PER_LIST, ITEMS, events(settings), DENSITY, settings.seed());
    RecommendationsInProcess job = new RecommendationsInProcess(job(settings));
    if (settings.experiments()) {
      job.serve(List.of(EXPERIMENT));
    }
    Load.catalogue(load).forEach(job::accept);
    Load log = new Load(load);
    for (long used = 0; log.hasNext(); used++) {
      if (used % TOLD_EVENTS == 0) {
        progress.accept(used);
      }
      job.accept(log.next());
    }
    job.end();
    ItemTable table = job.recommender().table();
    double floor = job.recommender().pulse().floor();
    List<ScoredItem> items =
        Load.catalogue(load)
            .map(CatalogueItem::item)
            .map(
                item ->
                    new ScoredItem(
                        item, table.globalScore(table.indexOf(Fingerprint.of(item))) - floor))
            .toList();
    Rules rules = new Rules(items, settings.seed());
    List<RedisWrite> tags = Load.catalogue(load).map(Documents::tags).collect(Collectors.toList());
    tags.add(RedisWrite.field(KEYS.tags().get(0), RedisKeys.TAGS_COMPLETE, "1"));
    return of(job.drain(), settings.users(), rules, tags);
  }

  private static RecommendationsSettings job(ReadSettings settings) {
    Configuration options = new Configuration();
    options.set(RecommendationsOptions.CANDIDATES_SIZE, settings.candidates());
    options.set(RecommendationsOptions.PULSE_SIZE, settings.pulse());
    return RecommendationsSettings.from(options, KEYS);
  }

  private static RedisWrite tags(CatalogueItem item) {
    return RedisWrite.field(KEYS.tags().get(0), item.item(), TagLines.of(item.tags()));
  }

  private static Documents of(
      List<RedisWrite> writes, int most, Rules rules, List<RedisWrite> tags) {
    RedisWrite pulse =
        writes.stream().filter(write -> write.key().equals(PULSE)).findFirst().orElseThrow();
    List<Listed> longest =
        writes.stream()
            .filter(write -> write.key().startsWith(KEYS.rec("")))
            .map(write -> new Listed(write, document(write.value())))
            .sorted(Comparator.comparingInt((Listed list) -> -list.document().candidates().size()))
            .limit(most * (long) USERS_PER_LIST / 2)
            .sorted(Comparator.comparingLong(list -> list.document().asOfMillis()))
            .toList();
    int size = Math.min(most, longest.size());
    Map<String, String> lists = new LinkedHashMap<>();
    IntStream.range(0, size)
        .mapToObj(i -> longest.get((int) ((long) i * longest.size() / size)).write())
        .forEach(write -> lists.put(write.key(), write.value()));
    return new Documents(lists, pulse.value(), rules.in(pulse.value()), tags);
  }

  /** The mean number of candidates of a list. */
  double candidates() {
    return lists.values().stream()
        .mapToInt(list -> document(list).candidates().size())
        .average()
        .orElseThrow();
  }

  private static RecDocument document(String list) {
    try {
      return RecDocument.of(JSON.readTree(list));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("the job wrote what is no JSON", e);
    }
  }
}
