package dev.freshet.localstack.run;

import dev.freshet.engagement.AudienceRecords;
import dev.freshet.engagement.EngagementInProcess;
import dev.freshet.engagement.EngagementSettings;
import dev.freshet.engagement.EngagementTopology;
import dev.freshet.engagement.Notice;
import dev.freshet.engagement.RuleRecords;
import dev.freshet.engagement.community.CommunityInProcess;
import dev.freshet.engagement.community.CommunityJobSettings;
import dev.freshet.engagement.community.CommunityTopology;
import dev.freshet.engagement.community.Preference;
import dev.freshet.localstack.rules.RuleSet;
import dev.freshet.runtime.cleaning.EventStreams;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.audience.Audience;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The engagement job.
 *
 * @param inForce the rules and audiences in force from the beginning
 * @param unwilling users who want no partners, from the beginning
 */
record EngagementProduct(
    EngagementSettings settings,
    CommunityJobSettings community,
    RuleSet inForce,
    Set<String> unwilling)
    implements Product {

  @Override
  public InProcess begin(Consumer<RedisWrite> writes) {
    EngagementInProcess job =
        new EngagementInProcess(settings, inForce.rules(), inForce.audiences(), writes::accept);
    CommunityInProcess boards = new CommunityInProcess(community, unwilling, writes, job::accept);
    return new InProcess() {
      @Override
      public void accept(CatalogueItem item) {
        job.accept(item);
        boards.accept(item);
      }

      @Override
      public void accept(Interaction interaction) {
        job.accept(interaction);
        boards.accept(interaction);
      }

      @Override
      public void pass(long watermarkMillis) {
        // Users are looked at by what is known of experts.
        boards.pass(watermarkMillis);
        job.pass(watermarkMillis);
      }

      @Override
      public void end() {
        // What is not looked at by then is not looked at on Flink either.
        job.publishEffects();
      }
    };
  }

  @Override
  public List<DataStream<RedisWrite>> topology(EventStreams events) {
    DataStream<Notice> notices =
        events
            .interactions()
            .getExecutionEnvironment()
            .fromData(
                TypeInformation.of(Notice.class),
                Stream.of(
                        inForce.rules().stream().map(usable -> notice(usable.rule())),
                        inForce.audiences().stream().map(usable -> notice(usable.audience())),
                        Stream.of(Notice.endOfStart()))
                    .flatMap(Function.identity())
                    .toArray(Notice[]::new))
            .uid("rules")
            .name("Read rules");
    CommunityTopology.Streams boards = boards(events);
    EngagementTopology topology =
        EngagementTopology.of(
            events.interactionsByUser(),
            events.catalogue(),
            notices,
            Optional.empty(),
            boards.experts(),
            settings,
            null);
    return List.of(topology.users(), topology.effects(), topology.audiences(), boards.writes());
  }

  private CommunityTopology.Streams boards(EventStreams events) {
    DataStream<Preference> preferences =
        events
            .interactions()
            .getExecutionEnvironment()
            .fromData(
                TypeInformation.of(Preference.class),
                Stream.concat(
                        unwilling.stream().map(user -> new Preference(user, false, 0L)),
                        Stream.of(Preference.endOfStart()))
                    .toArray(Preference[]::new))
            .uid("preferences")
            .name("Read preferences");
    return CommunityTopology.of(
        events.interactionsByUser(), events.catalogue(), Optional.of(preferences), community, null);
  }

  private static Notice notice(Rule rule) {
    return Notice.ofRule(rule.id(), RecordEncoding.rules().encode(RuleRecords.record(rule)), 0L);
  }

  private static Notice notice(Audience audience) {
    return Notice.ofRule(
        AudienceRecords.key(audience.name()),
        RecordEncoding.audiences().encode(AudienceRecords.record(audience)),
        0L);
  }
}
