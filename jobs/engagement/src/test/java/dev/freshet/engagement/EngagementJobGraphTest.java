package dev.freshet.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.testing.JobGraphs;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A savepoint finds its state by operator uid, so a changed uid is lost state. */
class EngagementJobGraphTest {

  private static StreamExecutionEnvironment job() {
    return job(new Configuration());
  }

  private static StreamExecutionEnvironment job(Configuration options) {
    return JobGraphs.define(EngagementJob::define, options);
  }

  @Test
  void operatorUidsAreStable() {
    assertThat(JobGraphs.uids(job()))
        .containsExactlyInAnyOrder(
            "read-records",
            "events",
            "clean-records",
            "placed-interactions",
            "flooded-records",
            "clean-events",
            "catalogue",
            "catalogue-records",
            "catalogue-items",
            "item-notices",
            "rejected",
            "Sink Committer: rejected",
            "rules",
            "rules-at-start",
            "rules-end-of-start",
            "rule-records",
            "item-tags",
            "notices-to-all",
            "expert-notices",
            "user-engagement",
            "budgets",
            "accounts",
            "rule-outcomes",
            "rule-effects",
            "redis-rules",
            "rewards",
            "Sink Committer: rewards",
            "redis-users",
            "audience-changes",
            "Sink Committer: audience-changes",
            "redis-audiences",
            "community-deeds",
            "community-threads",
            "community-posts",
            "community-item-deeds",
            "community-item-threads",
            "community-item-tags",
            "community-items",
            "experts",
            "question-routing",
            "open-questions",
            "no-preferences",
            "partners",
            "redis-community");
  }

  @Test
  void readsWhatOtherJobsTellWhereTopicsAreNamed() {
    Configuration options = new Configuration();
    options.set(KafkaOptions.TOPICS_STICKINESS, "stickiness");
    options.set(KafkaOptions.TOPICS_INTERESTS, "interests");

    assertThat(JobGraphs.uids(job(options)))
        .contains(
            "stickiness", "stickiness-records", "interests", "interests-records", "notices-of-jobs")
        .doesNotContain("kafka-user-states");
    StreamNode looking =
        job(options).getStreamGraph().getStreamNodes().stream()
            .filter(node -> "user-engagement".equals(node.getTransformationUID()))
            .findAny()
            .orElseThrow();
    assertThat(looking.getInEdges())
        .extracting(edge -> edge.getPartitioner().toString())
        .containsExactlyInAnyOrder("FORWARD", "BROADCAST", "HASH", "HASH");
  }

  @Test
  void readsPreferencesWhereTheirTopicIsNamed() {
    Configuration options = new Configuration();
    options.set(KafkaOptions.TOPICS_PREFERENCES, "preferences");

    assertThat(JobGraphs.uids(job(options)))
        .contains(
            "preferences", "preferences-at-start", "preferences-end-of-start", "preference-records")
        .doesNotContain("no-preferences");
  }

  @Test
  void refusesATopicOfPreferencesThatIsAnotherOne() {
    Configuration options = new Configuration();
    options.set(KafkaOptions.TOPICS_PREFERENCES, "items");

    assertThatThrownBy(() -> job(options)).hasMessageContaining("kafka.topics.preferences");
  }

  @Test
  void refusesOneTopicForTwoOfItsOwnThings() {
    Configuration options = new Configuration();
    options.set(KafkaOptions.TOPICS_RULES, "rules");
    options.set(EngagementOptions.TOPIC_RULES, "rules");
    options.set(EngagementOptions.TOPIC_REWARDS, "rules");

    assertThatThrownBy(() -> job(options))
        .hasMessageContaining("engagement.topics.rewards")
        .hasMessageContaining("engagement.topics.rules");
  }

  @Test
  void refusesToWaitForLongerThanDuplicatesAreKnown() {
    Configuration options = new Configuration();
    options.set(EngagementOptions.LATENESS, Duration.ofDays(1));

    assertThatThrownBy(() -> job(options))
        .hasMessageContaining(
            "engagement.lateness (now 1 d) must be at most events.duplicates.ttl");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void dividesItsStateAlikeInAnyNumberOfTasks(int parallelism) {
    assertThat(JobGraphs.maxParallelisms(job(), parallelism))
        .isEqualTo(JobGraphs.maxParallelisms(job(), 2));
  }

  @Test
  void everyOperatorHasANameForTheWebPage() {
    assertThat(job().getStreamGraph().getStreamNodes())
        .extracting(StreamNode::getOperatorName)
        .noneMatch(name -> name.matches("(?i)process|map|sink.*unnamed.*|keyedprocess.*"));
  }

  /** What is forwarded is spread where the parallelism of one vertex alone is changed. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allWritesOfAKeyPassOneTaskWhateverParallelismAVertexIsGiven(boolean isChained) {
    Configuration options = new Configuration();
    options.set(PipelineOptions.OPERATOR_CHAINING, isChained);
    StreamExecutionEnvironment env = job(options);
    env.setParallelism(4);

    assertThat(JobGraphs.vertices(env, Pattern.compile("Redis")))
        .isNotEmpty()
        .allSatisfy(
            vertex -> assertThat(JobGraphs.exchangesInto(vertex)).isSubsetOf("HASH", "BROADCAST"));
  }
}
