package dev.freshet.scoring.audience;

import dev.freshet.scoring.engagement.RuleBook;
import java.util.List;
import java.util.function.Function;

/**
 * What users are looked at by.
 *
 * @param rules the rules
 * @param audiences the audiences
 * @param tags the tags of an item
 */
public record InForce(
    RuleBook rules, AudienceBook audiences, Function<String, List<String>> tags) {}
