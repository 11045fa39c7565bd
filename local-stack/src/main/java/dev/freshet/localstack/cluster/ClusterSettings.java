package dev.freshet.localstack.cluster;

import dev.freshet.effect.EffectOptions;
import dev.freshet.engagement.EngagementOptions;
import dev.freshet.engagement.community.CommunityOptions;
import dev.freshet.localstack.command.JobOptions;
import dev.freshet.recommendations.RecommendationsOptions;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.kafka.KafkaSettings;
import dev.freshet.runtime.settings.JobConfiguration;
import dev.freshet.runtime.userstate.UserStateSettings;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.stickiness.StickinessOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;

/**
 * What a cluster runs with: keys of Flink and of the jobs side by side.
 *
 * @param jobs that run
 * @param files that each job is given, of which the last one wins
 * @param given what wins over them: a file, and over it values
 * @param checked what they come to for all jobs together
 */
public record ClusterSettings(
    List<String> jobs, Map<String, List<Path>> files, JobOptions given, Configuration checked) {

  private static final List<String> OF_JOBS =
      List.of(
          "catalogue.",
          "checkpoints.",
          "effect.",
          "engagement.",
          "events.",
          "kafka.",
          "recommendations.",
          "redis.",
          "stickiness.");

  private static final String OF_KUBERNETES = "kubernetes.";

  /** Room for each job to be rescaled. */
  private static final int SLOTS_OF_A_JOB = 4;

  /**
   * Reads settings.
   *
   * @param jobs that are to run
   * @param given the file, or null for none, and values that win over it
   * @throws IllegalArgumentException if a key or a value is wrong, naming it and what would be
   *     right
   */
  public static ClusterSettings of(List<String> jobs, JobOptions given) {
    return of(jobs, Map.of(), given);
  }

  /**
   * Reads settings.
   *
   * @param jobs that are to run
   * @param files of each job, of which the last one wins
   * @param given what wins over them
   * @throws IllegalArgumentException if a key or a value is wrong, naming it and what would be
   *     right
   */
  static ClusterSettings of(List<String> jobs, Map<String, List<Path>> files, JobOptions given) {
    Collection<Path> all = new LinkedHashSet<>();
    for (List<Path> ofOneJob : files.values()) {
      // What jobs share comes last, or the files of the next one would win over it.
      all.removeAll(ofOneJob);
      all.addAll(ofOneJob);
    }
    return new ClusterSettings(jobs, files, given, read(arguments(all, given)));
  }

  private static Configuration read(List<String> arguments) {
    return JobConfiguration.from(
        arguments.toArray(String[]::new),
        RuntimeSettings.optionsWith(
            RecommendationsOptions.class,
            StickinessOptions.class,
            EngagementOptions.class,
            CommunityOptions.class,
            EffectOptions.class));
  }

  private static List<String> arguments(Collection<Path> files, JobOptions given) {
    List<String> arguments = new ArrayList<>();
    files.forEach(file -> addFile(arguments, file));
    if (given.file() != null) {
      addFile(arguments, given.file());
    }
    given.set().forEach((key, value) -> arguments.add("--" + key + "=" + value));
    return arguments;
  }

  private static void addFile(List<String> arguments, Path file) {
    arguments.add("--config");
    arguments.add(file.toAbsolutePath().toString());
  }

  /** Kafka as the jobs see it. */
  public KafkaSettings kafka() {
    return RuntimeSettings.from(checked, jobs.get(0)).kafka();
  }

  /** The compacted topics about users: what the jobs know of them, and what they prefer. */
  public List<String> userStateTopics() {
    return UserStateSettings.topics(checked, kafka());
  }

  /** The topic of rules. */
  public String rulesTopic() {
    return checked.get(EngagementOptions.TOPIC_RULES);
  }

  /** The topic of rewards. */
  public String rewardsTopic() {
    return checked.get(EngagementOptions.TOPIC_REWARDS);
  }

  /** The topic that is told who enters and leaves audiences. */
  public String audienceChangesTopic() {
    return checked.get(EngagementOptions.TOPIC_AUDIENCE_CHANGES);
  }

  /** The topic of experiments; empty if there is none. */
  public String experimentsTopic() {
    return checked.get(KafkaOptions.TOPICS_EXPERIMENTS);
  }

  /** The compacted topic that is told what is known of placements and experiments. */
  public String effectsTopic() {
    return checked.get(EffectOptions.TOPIC_EFFECTS);
  }

  /** Keys of Redis as the jobs name them. */
  RedisKeys keys() {
    return RuntimeSettings.from(checked, jobs.get(0)).redis().keys();
  }

  /** Slots of each task manager. */
  public int slots() {
    return checked.get(TaskManagerOptions.NUM_TASK_SLOTS);
  }

  /** How many task managers there are. */
  public int taskManagers() {
    return Math.max(1, jobs.size() * SLOTS_OF_A_JOB / slots());
  }

  /** The most tasks that an operator can have. */
  public int mostParallelism() {
    return slots() * taskManagers() / jobs.size();
  }

  /** What goes into the configuration of Flink's own processes. No secret of a job is among it. */
  Map<String, String> ofFlink() {
    return checked.toMap().entrySet().stream()
        .filter(option -> isOfFlink(option.getKey()))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new));
  }

  private static boolean isOfFlink(String key) {
    return OF_JOBS.stream().noneMatch(key::startsWith) && !key.startsWith(OF_KUBERNETES);
  }

  /** What a job is started with. */
  List<String> jobArguments(String job) {
    return arguments(files.getOrDefault(job, List.of()), given);
  }

  /** All options that a job is started with, of Flink and of its own, but for Kubernetes'. */
  Map<String, String> options(String job) {
    return withoutKubernetes(jobArguments(job));
  }

  /** The same with these files alone, of which the last one wins. */
  static Map<String, String> options(List<Path> files) {
    return withoutKubernetes(arguments(files, new JobOptions(null, Map.of())));
  }

  private static Map<String, String> withoutKubernetes(List<String> arguments) {
    Map<String, String> options = new TreeMap<>(read(arguments).toMap());
    options.keySet().removeIf(key -> key.startsWith(OF_KUBERNETES));
    return options;
  }
}
