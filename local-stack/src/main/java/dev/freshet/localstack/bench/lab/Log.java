package dev.freshet.localstack.bench.lab;

import dev.freshet.effect.EffectOptions;
import dev.freshet.engagement.EngagementOptions;
import dev.freshet.localstack.bench.job.Variant;
import dev.freshet.localstack.bench.load.Load;
import dev.freshet.localstack.bench.load.LoadLists;
import dev.freshet.localstack.bench.load.LoadSettings;
import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.experiments.ExperimentTopic;
import dev.freshet.localstack.kafka.DefinitionTopic;
import dev.freshet.localstack.kafka.KafkaSender;
import dev.freshet.localstack.rules.RuleFiles;
import dev.freshet.localstack.rules.RuleTopic;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * A log that lies on Kafka, on topics of its own.
 *
 * @param engagement the options that name the topics of rules, and of what comes of them
 * @param effect the options that name the topics of lists and of experiments, for the job that
 *     reads them
 * @param lists how many lists users were shown
 * @param users how many people act in it
 * @param items how many items are acted on
 */
public record Log(
    LoadSettings settings,
    Topics topics,
    Map<String, String> engagement,
    Map<String, String> effect,
    long lists,
    int users,
    int items) {

  private static final int PARTITIONS = 2;
  private static final long TOLD_EVENTS = 20_000;

  /**
   * Writes a log.
   *
   * @param prefix begins the names of its topics, which must be new
   * @param hasLists whether it has the lists that users were shown
   */
  public static Log write(
      String bootstrapServers,
      String prefix,
      LoadSettings settings,
      boolean hasLists,
      LongConsumer progress) {
    Topics topics = createTopics(bootstrapServers, prefix);
    String rules = prefix + "rules";
    String rewards = prefix + "rewards";
    String audienceChanges = prefix + "audience-changes";
    String exposures = prefix + "exposures";
    String experiments = prefix + "experiments";
    String effects = prefix + "effects";
    create(bootstrapServers, Stream.of(rewards, audienceChanges, exposures, effects));
    applyRules(bootstrapServers, rules);
    new ExperimentTopic(new DefinitionTopic(client(bootstrapServers), experiments))
        .apply(List.of(LoadLists.EXPERIMENT), 0L);
    EventRecords records = new EventRecords(topics.withExposures(exposures));
    LoadLists shown = new LoadLists(settings);
    long lists = 0;
    Set<String> users = new HashSet<>();
    Set<String> items = new HashSet<>();
    try (KafkaSender sender = sender(bootstrapServers)) {
      Load.catalogue(settings).forEach(item -> sender.send(records.of(item)));
      Load load = new Load(settings);
      for (long sent = 0; load.hasNext(); sent++) {
        if (sent % TOLD_EVENTS == 0) {
          progress.accept(sent);
        }
        Interaction interaction = load.next();
        users.add(interaction.user());
        items.add(interaction.item());
        Optional<ListExposure> list = hasLists ? shown.before(interaction) : Optional.empty();
        list.map(records::of).ifPresent(sender::send);
        lists += list.isPresent() ? 1 : 0;
        sender.send(records.of(interaction));
      }
      sender.flush();
    }
    Map<String, String> engagement =
        Map.of(
            EngagementOptions.TOPIC_RULES.key(), rules,
            EngagementOptions.TOPIC_REWARDS.key(), rewards,
            EngagementOptions.TOPIC_AUDIENCE_CHANGES.key(), audienceChanges);
    Map<String, String> effect =
        Map.of(
            KafkaOptions.TOPICS_EXPOSURES.key(), exposures,
            KafkaOptions.TOPICS_EXPERIMENTS.key(), experiments,
            EffectOptions.TOPIC_EFFECTS.key(), effects);
    return new Log(settings, topics, engagement, effect, lists, users.size(), items.size());
  }

  private static void applyRules(String bootstrapServers, String topic) {
    try {
      new RuleTopic(client(bootstrapServers), topic)
          .apply(RuleFiles.beside(Log.class, "rules.yaml", Instant.EPOCH).orFail());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the rules of the bench", e);
    }
  }

  private static Map<String, Object> client(String bootstrapServers) {
    return Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
  }

  /** The options that make a job read this log. */
  public Map<String, String> topicOptions(Variant job) {
    Map<String, String> options = new HashMap<>(optionsOf(topics));
    options.putAll(engagement);
    if (job == Variant.EFFECT) {
      options.putAll(effect);
    }
    return options;
  }

  /** How many events a job reads of it; lists that were shown are events for who reads them. */
  public long events(Variant job) {
    return settings.events() + (job == Variant.EFFECT ? lists : 0);
  }

  /** The options that make a job read these topics. */
  public static Map<String, String> optionsOf(Topics topics) {
    return Map.of(
        KafkaOptions.TOPICS_CLICKS.key(), topics.clicks(),
        KafkaOptions.TOPICS_STUDY.key(), topics.study(),
        KafkaOptions.TOPICS_COMMENTS.key(), topics.comments(),
        KafkaOptions.TOPICS_ITEMS.key(), topics.items(),
        KafkaOptions.TOPICS_REJECTED.key(), topics.rejected());
  }

  /** Makes topics whose names begin so and are new. */
  public static Topics createTopics(String bootstrapServers, String prefix) {
    Topics topics =
        new Topics(
            prefix + "clicks",
            prefix + "study",
            prefix + "comments",
            prefix + "items",
            prefix + "rejected");
    create(
        bootstrapServers,
        Stream.of(
            topics.clicks(), topics.study(), topics.comments(), topics.items(), topics.rejected()));
    return topics;
  }

  private static void create(String bootstrapServers, Stream<String> names) {
    List<NewTopic> all =
        names.map(name -> new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())).toList();
    try (Admin admin = Admin.create(client(bootstrapServers))) {
      admin.createTopics(all).all().get();
    } catch (ExecutionException e) {
      throw new CommandException("cannot create the topics: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted while topics were created", e);
    }
  }

  /** Sends much at once. */
  public static KafkaSender sender(String bootstrapServers) {
    return new KafkaSender(
        bootstrapServers,
        Map.of(
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            false,
            ProducerConfig.LINGER_MS_CONFIG,
            20,
            ProducerConfig.BATCH_SIZE_CONFIG,
            256 << 10));
  }
}
