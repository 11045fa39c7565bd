package dev.freshet.recommendations;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.Publisher;
import dev.freshet.scoring.Recommender;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.Opinion;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.interest.InterestVector;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.listrule.ListRules;
import dev.freshet.scoring.listrule.ServedRule;
import dev.freshet.scoring.listrule.UsableListRule;
import dev.freshet.scoring.pulse.Newcomers;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.pulse.TagPulse;
import dev.freshet.scoring.pulse.TagPulses;
import dev.freshet.scoring.ranking.PersonalList;
import dev.freshet.scoring.ranking.VariantList;
import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.training.Weighting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The job in this process and without Flink: tells what the job would write to Redis. */
public final class RecommendationsInProcess {

  private final RedisDocuments documents;
  private final Recommender recommender;
  private final TagPulses tagPulses;

  /** By key what is to be written; most of it is replaced before anybody asks. */
  private final Map<String, Supplier<RedisWrite>> writes = new LinkedHashMap<>();

  private final ListRules rules;
  private List<Experiment> experiments = List.of();
  private long latestMillis = EventTime.NEVER;

  public RecommendationsInProcess(RecommendationsSettings settings) {
    documents = new RedisDocuments(settings);
    tagPulses = settings.tagPulses();
    recommender = new Recommender(settings.scoring(), new Documents(settings));
    rules = new ListRules(recommender.table(), settings.ruleItems());
  }

  /** The recommender that is at work. */
  public Recommender recommender() {
    return recommender;
  }

  /** These experiments are what readers are to know. */
  public void serve(List<Experiment> now) {
    experiments = List.copyOf(now);
    recommender.weigh(Weighting.of(experiments));
  }

  /** A rule on lists holds from now on, instead of the one of its id. */
  public void serve(UsableListRule rule) {
    rules.put(rule);
  }

  /** There is no rule on lists of an id any more. */
  public void endRule(String id) {
    rules.remove(id);
  }

  /** Learns what the catalogue says. */
  public void accept(CatalogueItem item) {
    recommender.accept(item);
    rules.describe(item, Math.max(0L, latestMillis));
  }

  /** Learns from an interaction, and writes what follows for its user and its item. */
  public void accept(Interaction interaction) {
    if (interaction.plan()) {
      return;
    }
    // What speaks against an item is counted nowhere, so it makes no pulse newer.
    if (Opinion.of(interaction) != Opinion.AGAINST) {
      latestMillis = Math.max(latestMillis, interaction.atMillis());
    }
    recommender.accept(interaction);
  }

  /** Takes the pulse and writes what belongs to nobody, as of the newest interaction. */
  public void refresh() {
    if (latestMillis == EventTime.NEVER) {
      return;
    }
    recommender.refresh(latestMillis);
    String away = RedisDocuments.away(recommender::pulse, recommender.table());
    documents
        .pulse(
            recommender.pulse(),
            away,
            recommender.peers(),
            recommender.table(),
            ofExperiments(),
            RulesDocument.of(servedRules()))
        .forEach(this::put);
    documents.weights(recommender.model(), latestMillis).forEach(this::put);
    Pulse pulse = recommender.pulse();
    for (TagPulse tag : tagPulses.tell(recommender.table(), pulse, 0L, Long.MAX_VALUE)) {
      documents.pulse(tag, pulse.asOfMillis()).forEach(this::put);
    }
  }

  /** What readers are told of rules on lists, as of the last pulse. */
  public List<ServedRule> servedRules() {
    return rules.serve(recommender.pulse().floor(), latestMillis);
  }

  private ExperimentsDocument ofExperiments() {
    boolean explores = experiments.stream().anyMatch(Experiment::explores);
    return new ExperimentsDocument(
        ExperimentsDocument.experiments(experiments),
        explores ? Newcomers.of(recommender.table(), recommender.pulse(), 0L) : List.of(),
        VariantPulse.of(
            recommender.weightings(), recommender::pulse, recommender.table(), List.of()));
  }

  /** Writes what only the end of a log settles: nothing more is to come. */
  public void end() {
    if (latestMillis != EventTime.NEVER) {
      recommender.settle();
      refresh();
    }
  }

  private void put(RedisWrite write) {
    writes.put(write.key(), () -> write);
  }

  /** The writes since the last time, of each key only the last one. */
  public List<RedisWrite> drain() {
    List<RedisWrite> drained = writes.values().stream().map(Supplier::get).toList();
    writes.clear();
    return drained;
  }

  private final class Documents implements Publisher {

    private final RecommendationsSettings settings;

    private Documents(RecommendationsSettings settings) {
      this.settings = settings;
    }

    @Override
    public void list(PersonalList list, List<VariantList> others) {
      writes.put(settings.keys().rec(list.user()), () -> documents.rec(list, others));
    }

    @Override
    public void interests(String user, long atMillis, InterestVector interests) {
      writes.put(
          settings.keys().interest(user), () -> documents.interest(user, atMillis, interests));
    }

    @Override
    public void similar(String item, long atMillis, Neighbours neighbours, ItemTable table) {
      // At once, as the table tells the counts of this moment.
      put(documents.similar(item, atMillis, neighbours, table));
    }
  }
}
