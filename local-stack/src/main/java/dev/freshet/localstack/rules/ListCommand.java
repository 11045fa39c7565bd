package dev.freshet.localstack.rules;

import dev.freshet.engagement.AudienceRecords;
import dev.freshet.engagement.RuleRecords;
import dev.freshet.localstack.command.Console;
import dev.freshet.runtime.record.ListRuleRecords;
import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.UnknownSchemaException;
import dev.freshet.scoring.engagement.Rule;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** The command {@code rules list}: tells which rules are in force. */
@Command(
    name = "list",
    sortOptions = false,
    header = "Tells which rules, audiences and rules on lists there are, a line each.",
    description = "")
final class ListCommand implements Callable<Integer> {

  @Mixin private RuleTopicOptions options = new RuleTopicOptions();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    SortedMap<String, byte[]> rules = options.use(RuleTopic::read);
    for (Map.Entry<String, byte[]> rule : rules.entrySet()) {
      console.out().println(line(rule.getKey(), rule.getValue()));
    }
    console.out().flush();
    return ExitCode.OK;
  }

  private static String line(String id, byte[] record) {
    try {
      if (AudienceRecords.isKey(id)) {
        return RuleText.of(AudienceRecords.audience(RecordEncoding.audiences().decode(record)));
      }
      if (ListRuleRecords.isKey(id)) {
        return ListRuleText.of(ListRuleRecords.rule(RecordEncoding.listRules().decode(record)));
      }
      Rule rule = RuleRecords.rule(RecordEncoding.rules().decode(record));
      return RuleText.of(rule);
    } catch (IllegalArgumentException | UnknownSchemaException | MalformedRecordException e) {
      return id + ": cannot be used: " + e.getMessage();
    }
  }
}
