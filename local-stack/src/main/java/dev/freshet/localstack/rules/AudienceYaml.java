package dev.freshet.localstack.rules;

import dev.freshet.engagement.condition.Conditions;
import dev.freshet.engagement.condition.MemberCondition;
import dev.freshet.runtime.condition.WrongConditionException;
import dev.freshet.scoring.audience.Audience;
import dev.freshet.scoring.audience.UsableAudience;
import java.time.Duration;
import java.util.Set;
import org.apache.flink.util.TimeUtils;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads one audience as people write it. */
final class AudienceYaml {

  private static final String MEMBER = "member";
  private static final Set<String> AUDIENCE =
      Set.of("audience", MEMBER, "enter-after", "leave-after", "most");

  private final Conditions conditions = new Conditions();

  /** Whether a mapping is meant as an audience: it tells who is a member, which no rule does. */
  static boolean isMeant(Node node) {
    return node instanceof MappingNode mapping
        && mapping.getValue().stream()
            .anyMatch(
                tuple ->
                    tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(MEMBER));
  }

  /**
   * The audience of a mapping.
   *
   * @throws ProblemException telling the first thing that is wrong
   */
  UsableAudience read(SourceText source, Node node) throws ProblemException {
    Fields fields = new Fields(source, node, AUDIENCE);
    try {
      Audience audience =
          new Audience(
              fields.required("audience"),
              fields.required(MEMBER).strip(),
              delay(fields, "enter-after"),
              delay(fields, "leave-after"),
              (int) Math.min(Integer.MAX_VALUE, fields.whole("most", Audience.MOST)));
      MemberCondition member = conditions.compileMember(fields.text(MEMBER));
      return new UsableAudience(audience, member.holds(), member.turn());
    } catch (IllegalArgumentException e) {
      throw fields.refused(e);
    } catch (WrongConditionException e) {
      throw source.problem(
          (ScalarNode) fields.at(MEMBER), e.line(), e.column(), "member: " + e.getMessage());
    }
  }

  private static Duration delay(Fields fields, String name) throws ProblemException {
    return fields.has(name)
        ? fields.read(name, TimeUtils::parseDuration, "a time such as 1 d or 12 h")
        : Duration.ZERO;
  }
}
