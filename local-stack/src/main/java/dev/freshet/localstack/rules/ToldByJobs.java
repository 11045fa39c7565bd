package dev.freshet.localstack.rules;

import dev.freshet.recommendations.InterestsInProcess;
import dev.freshet.recommendations.RecommendationsSettings;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.RejectedException;
import dev.freshet.runtime.record.UserState;
import dev.freshet.runtime.record.UserStateDecoder;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.engagement.Told;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.stickiness.StickinessInProcess;
import dev.freshet.stickiness.StickinessJobSettings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.configuration.ReadableConfig;

/**
 * What the stickiness job and the recommendations job would tell the engagement job of users, each
 * change as soon as it is known: as the topics would have it that they write and it reads.
 */
final class ToldByJobs {

  private static final List<String> INTERESTS = List.of("user.interests");
  private static final List<String> STICKINESS =
      List.of("user.tier", "user.score", "user.trend", "user.returnProbability", "user.propensity");

  /** What takes long, as it looks at all users each midnight, or ranks lists: only if asked for. */
  private final Optional<StickinessInProcess> stickiness;

  private final Optional<InterestsInProcess> interests;

  /**
   * @param config of the jobs; names the topics of users' states
   * @param rules what asks for it
   * @param hearing receives whom it is about, and what is told
   */
  ToldByJobs(
      ReadableConfig config,
      EventSettings events,
      RuleSet rules,
      BiConsumer<String, Told> hearing) {
    RedisKeys keys = RedisKeys.plain();
    StickinessJobSettings sticky = StickinessJobSettings.from(config, keys);
    boolean isLookedAt =
        rules.rules().stream().anyMatch(usable -> usable.rule().on().contains(Rule.STICKINESS));
    stickiness =
        isLookedAt || asks(rules, STICKINESS)
            ? Optional.of(
                new StickinessInProcess(
                    sticky, write -> {}, telling(Told.Subject.STICKINESS, events, hearing)))
            : Optional.empty();
    RecommendationsSettings recommendations = RecommendationsSettings.from(config, keys);
    interests =
        asks(rules, INTERESTS)
            ? Optional.of(
                new InterestsInProcess(
                    recommendations, telling(Told.Subject.INTERESTS, events, hearing)))
            : Optional.empty();
  }

  /** Whether a condition asks for one of these; it may have blanks within a name. */
  private static boolean asks(RuleSet rules, List<String> names) {
    return Stream.concat(
            rules.rules().stream()
                .flatMap(usable -> Stream.of(usable.rule().when(), usable.rule().audience())),
            rules.audiences().stream().map(usable -> usable.audience().member()))
        .map(condition -> condition.replaceAll("\\s", ""))
        .anyMatch(condition -> names.stream().anyMatch(condition::contains));
  }

  private static Consumer<UserState> telling(
      Told.Subject subject, EventSettings events, BiConsumer<String, Told> hearing) {
    UserStateDecoder decoder = new UserStateDecoder(subject, events, Clock.systemUTC());
    return state -> hearing.accept(state.user(), told(state, decoder));
  }

  private static Told told(UserState state, UserStateDecoder decoder) {
    byte[] value = state.value();
    try {
      return decoder.decode(
          new RawRecord(
              "",
              0,
              0L,
              RawRecord.NO_TIMESTAMP,
              state.user().getBytes(StandardCharsets.UTF_8),
              value == null ? new byte[0] : value,
              value == null ? RawRecord.NO_VALUE : value.length,
              List.of()));
    } catch (RejectedException e) {
      throw new IllegalStateException("a job would not read what another tells", e);
    }
  }

  void accept(CatalogueItem item) {
    interests.ifPresent(job -> job.accept(item));
  }

  void accept(Interaction interaction) {
    stickiness.ifPresent(job -> job.accept(interaction));
    interests.ifPresent(job -> job.accept(interaction));
  }

  /** Tells what changes by itself until a moment, which event time has reached. */
  void pass(long watermarkMillis) {
    stickiness.ifPresent(job -> job.pass(watermarkMillis));
  }
}
