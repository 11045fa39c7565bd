package dev.freshet.scoring.engagement;

/**
 * A rule whose conditions can be evaluated.
 *
 * @param rule the rule
 * @param when the condition that events must meet
 * @param audience the condition that users must meet
 */
public record UsableRule(Rule rule, Condition when, Condition audience) {}
