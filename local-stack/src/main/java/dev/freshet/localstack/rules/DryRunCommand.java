package dev.freshet.localstack.rules;

import dev.freshet.engagement.EngagementInProcess;
import dev.freshet.engagement.EngagementOptions;
import dev.freshet.engagement.EngagementSettings;
import dev.freshet.engagement.community.CommunityInProcess;
import dev.freshet.engagement.community.CommunityOptions;
import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.command.Console;
import dev.freshet.localstack.command.JobOptions;
import dev.freshet.localstack.command.SettingsOptions;
import dev.freshet.localstack.command.Usage;
import dev.freshet.localstack.recording.ArrivingLog;
import dev.freshet.localstack.recording.Disorder;
import dev.freshet.localstack.recording.LogSelection;
import dev.freshet.localstack.recording.ReplayLog;
import dev.freshet.localstack.recording.ShownRows;
import dev.freshet.recommendations.RecommendationsOptions;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.cleaning.ItemLimits;
import dev.freshet.runtime.cleaning.RecordCleaner;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.stickiness.StickinessOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code rules dry-run}: tells whom rules would have reached. */
@Command(
    name = "dry-run",
    sortOptions = false,
    header =
        "Tells whom rules would have reached in a log, and what it would have cost; who would have been"
            + " in audiences; and which items rules on lists are about.",
    description = {
      "",
      "Replays the log through the job's own arithmetic, in this process, with what the stickiness"
          + " job and the recommendations job would tell it of users. A rule that does not say"
          + " from when it holds does so from the beginning. Items are those of the log's catalogue and"
          + " events, as of its end.",
      ""
    })
final class DryRunCommand implements Callable<Integer> {

  private static final String NO_KAFKA = "none";
  private static final String NO_SECRET = "none";

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Rules, audiences and rules on lists in YAML.")
  private List<Path> files = List.of();

  @Option(
      names = "--log",
      required = true,
      paramLabel = "LOG",
      description =
          "A recording, or an event log with its catalogue next to it, as for run. May be"
              + " repeated.")
  private List<Path> logs = List.of();

  @Mixin private SettingsOptions options = new SettingsOptions();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    RuleSet rules = RuleFiles.read(files, Instant.EPOCH).orFail();
    JobOptions given = options.given();
    Configuration configuration = Usage.checked(() -> configuration(given));
    RuntimeSettings runtime = RuntimeSettings.from(configuration, "rules");
    EngagementSettings settings =
        Usage.checked(() -> EngagementSettings.from(configuration, RedisKeys.plain()));
    RuleCosts costs = new RuleCosts(rules);
    EngagementInProcess job =
        new EngagementInProcess(settings, rules.rules(), rules.audiences(), costs);
    // What readers would see of it is not asked for.
    CommunityInProcess community =
        new CommunityInProcess(
            settings.community(configuration), Set.of(), write -> {}, job::accept);
    ToldByJobs told =
        Usage.checked(() -> new ToldByJobs(configuration, runtime.events(), rules, job::accept));
    ListedItems lists = new ListedItems(rules.lists());
    replay(runtime, settings, new Replayed(job, community, told, lists));
    costs.table().forEach(console.out()::println);
    lists.table().forEach(console.out()::println);
    console.out().flush();
    return ExitCode.OK;
  }

  private static Configuration configuration(JobOptions given) {
    Configuration configuration =
        given.configuration(
            RuntimeSettings.optionsWith(
                EngagementOptions.class,
                CommunityOptions.class,
                StickinessOptions.class,
                RecommendationsOptions.class));
    configuration.set(KafkaOptions.BOOTSTRAP_SERVERS, NO_KAFKA);
    // Where they are not named jobs tell each other nothing; there is no other such topic here.
    configuration.set(KafkaOptions.TOPICS_STICKINESS, "stickiness");
    configuration.set(KafkaOptions.TOPICS_INTERESTS, "interests");
    if (!configuration.contains(EngagementOptions.COUPON_SECRET)) {
      // Nobody sees the codes.
      configuration.set(EngagementOptions.COUPON_SECRET, NO_SECRET);
    }
    return configuration;
  }

  private void replay(RuntimeSettings runtime, EngagementSettings settings, Replayed job)
      throws IOException {
    RecordCleaner cleaner =
        new RecordCleaner(
            runtime.kafka().topics(), runtime.events(), ItemLimits.NONE, Clock.systemUTC());
    ShownRows leftOut = new ShownRows(console.err());
    long used = 0;
    try (ArrivingLog.Arrivals arrivals = log(runtime).arrivals(leftOut)) {
      while (arrivals.hasNext()) {
        DecodedRecord record =
            cleaner.clean(arrivals.next().raw(runtime.events().maxBytes())).orElse(null);
        used += record == null ? 0 : job.enter(record);
        job.pass(cleaner.watermarkMillis());
      }
    }
    if (used == 0 && job.lists().isEmpty()) {
      throw new CommandException("the log has no event that can be used");
    }
    job.pass(cleaner.watermarkMillis() + waitMillis(runtime, settings));
  }

  /** Until everything in the log has been looked at. */
  private static long waitMillis(RuntimeSettings runtime, EngagementSettings settings) {
    return runtime.events().maxOutOfOrderness().toMillis()
        + settings.scoring().lateness().toMillis()
        + 2_000;
  }

  private ArrivingLog log(RuntimeSettings runtime) throws IOException {
    List<ReplayLog> all = new ArrayList<>();
    for (Path log : logs) {
      all.addAll(ReplayLog.at(log));
    }
    return new ArrivingLog(
        LogSelection.whole(all, runtime.kafka().topics(), ReplayLog.TimeKind.EVENT), Disorder.NONE);
  }

  /** The job, and all who tell it of users: the community of experts, and other jobs. */
  private record Replayed(
      EngagementInProcess job, CommunityInProcess community, ToldByJobs told, ListedItems lists) {

    private int enter(DecodedRecord record) {
      if (record.item() != null) {
        job.accept(record.item());
        community.accept(record.item());
        told.accept(record.item());
        lists.accept(record.item());
      }
      if (record.interaction() == null) {
        return 0;
      }
      job.accept(record.interaction());
      community.accept(record.interaction());
      told.accept(record.interaction());
      lists.accept(record.interaction());
      return 1;
    }

    private void pass(long watermarkMillis) {
      community.pass(watermarkMillis);
      told.pass(watermarkMillis);
      job.pass(watermarkMillis);
    }
  }
}
