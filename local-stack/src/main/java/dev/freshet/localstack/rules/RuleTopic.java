package dev.freshet.localstack.rules;

import dev.freshet.engagement.AudienceRecords;
import dev.freshet.engagement.RuleRecords;
import dev.freshet.localstack.kafka.DefinitionTopic;
import dev.freshet.runtime.record.ListRuleRecords;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.audience.Audience;
import dev.freshet.scoring.audience.UsableAudience;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.engagement.UsableRule;
import dev.freshet.scoring.listrule.ListRule;
import dev.freshet.scoring.listrule.UsableListRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The topic of rules, audiences and rules on lists.
 *
 * @param client properties of the clients
 * @param topic its name
 */
public record RuleTopic(Map<String, Object> client, String topic) {

  /**
   * Puts all of them in force, each instead of the one of its name; makes the topic if it is
   * missing.
   */
  public void apply(RuleSet all) {
    RecordEncoding<dev.freshet.schemas.Rule> rules = RecordEncoding.rules();
    RecordEncoding<dev.freshet.schemas.Audience> audiences = RecordEncoding.audiences();
    Map<String, byte[]> records = new LinkedHashMap<>();
    for (UsableRule usable : all.rules()) {
      Rule rule = usable.rule();
      records.put(rule.id(), rules.encode(RuleRecords.record(rule)));
    }
    for (UsableAudience usable : all.audiences()) {
      Audience audience = usable.audience();
      records.put(
          AudienceRecords.key(audience.name()), audiences.encode(AudienceRecords.record(audience)));
    }
    RecordEncoding<dev.freshet.schemas.ListRule> lists = RecordEncoding.listRules();
    for (UsableListRule usable : all.lists()) {
      ListRule rule = usable.rule();
      records.put(ListRuleRecords.key(rule.id()), lists.encode(ListRuleRecords.record(rule)));
    }
    create();
    definitions().put(records);
  }

  /** Ends what has these keys. */
  void remove(List<String> keys) {
    definitions().remove(keys);
  }

  /** Makes the topic if it is missing. */
  void create() {
    definitions().create();
  }

  /** The records of the rules and audiences in force, by key. */
  SortedMap<String, byte[]> read() {
    return definitions().read();
  }

  private DefinitionTopic definitions() {
    return new DefinitionTopic(client, topic);
  }
}
