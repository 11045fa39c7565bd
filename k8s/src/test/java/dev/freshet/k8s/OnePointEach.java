package dev.freshet.k8s;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.engagement.RuleRecords;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.engagement.Reward;
import dev.freshet.scoring.engagement.Rule;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A rule by which each event earns its user a point. */
public final class OnePointEach {

  private static final Rule RULE = Rule.onEach("one-point-each", Set.of(), "", Reward.points(1));

  private OnePointEach() {}

  /** The rule as a record of the topic of rules, which puts it in force. */
  public static ProducerRecord<byte[], byte[]> record() {
    return new ProducerRecord<>(
        "rules",
        RULE.id().getBytes(UTF_8),
        RecordEncoding.rules().encode(RuleRecords.record(RULE)));
  }
}
