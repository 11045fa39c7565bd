package dev.freshet.stickiness;

import dev.freshet.runtime.record.UserState;
import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.time.CarriedTimeOperator;
import dev.freshet.runtime.time.GivingUpOperator;
import dev.freshet.scoring.event.Interaction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;

/**
 * The data flow of the stickiness job.
 *
 * <pre>
 * interactions --by user--> user-tracking --observations----> publishing --> users, user states
 *                             | | |                               ^
 *                             | | |--examples-----> return-training
 *                             | | '--examples-> conversion-training
 *                             | '--tiers---> tier-counts
 *                             '--changes--> platform
 * </pre>
 *
 * @param users what is written of users; writes of one key keep their order
 * @param platform what is written of the platform as a whole, by one task
 * @param userStates what others are to know of users; nothing unless the settings ask for it
 */
public record StickinessTopology(
    DataStream<RedisWrite> users,
    DataStream<RedisWrite> platform,
    DataStream<UserState> userStates) {

  /**
   * The flow from this stream on.
   *
   * @param redis what may lose what is written and is then given it again, or null
   */
  public static StickinessTopology of(
      KeyedStream<Interaction, String> interactions,
      StickinessJobSettings settings,
      @Nullable RedisSettings redis) {
    SingleOutputStreamOperator<Observation> observations =
        interactions
            .transform(
                "Track users",
                TypeInformation.of(Observation.class),
                new CarriedTimeOperator<>(new UserTracking(settings, redis), settings.quiet()))
            .uid("user-tracking");
    DataStream<LearnedModel> models =
        returns(observations, settings).union(conversions(observations, settings));
    SingleOutputStreamOperator<RedisWrite> users =
        observations
            // Or those of one user would be spread, were its parallelism alone changed.
            .keyBy(Observation::user)
            .connect(models.broadcast(Publishing.MODEL))
            .process(new Publishing(settings))
            .uid("publishing")
            .name("Publish stickiness");
    return new StickinessTopology(
        users,
        tierCounts(observations, settings, redis).union(platform(observations, settings, redis)),
        users.getSideOutput(Publishing.USER_STATES));
  }

  private static DataStream<LearnedModel> returns(
      SingleOutputStreamOperator<Observation> observations, StickinessJobSettings settings) {
    return observations
        .getSideOutput(UserTracking.EXAMPLES)
        .keyBy(example -> (byte) 0)
        .transform(
            "Learn who returns",
            TypeInformation.of(LearnedModel.class),
            new GivingUpOperator<>(new ReturnTraining(settings)))
        .uid("return-training")
        .setParallelism(1)
        .setMaxParallelism(1);
  }

  private static DataStream<LearnedModel> conversions(
      SingleOutputStreamOperator<Observation> observations, StickinessJobSettings settings) {
    return observations
        .getSideOutput(UserTracking.CONVERSIONS)
        .keyBy(example -> (byte) 0)
        .transform(
            "Learn who buys",
            TypeInformation.of(LearnedModel.class),
            new GivingUpOperator<>(new ConversionTraining(settings)))
        .uid("conversion-training")
        .setParallelism(1)
        .setMaxParallelism(1);
  }

  private static DataStream<RedisWrite> tierCounts(
      SingleOutputStreamOperator<Observation> observations,
      StickinessJobSettings settings,
      @Nullable RedisSettings redis) {
    return observations
        .getSideOutput(UserTracking.TIERS)
        .keyBy(change -> (byte) 0)
        .transform(
            "Count users by tier",
            TypeInformation.of(RedisWrite.class),
            new CarriedTimeOperator<>(new TierCounts(settings, redis), settings.quiet()))
        .uid("tier-counts")
        .setParallelism(1)
        .setMaxParallelism(1);
  }

  private static DataStream<RedisWrite> platform(
      SingleOutputStreamOperator<Observation> observations,
      StickinessJobSettings settings,
      @Nullable RedisSettings redis) {
    return observations
        .getSideOutput(UserTracking.PLATFORM)
        .keyBy(change -> (byte) 0)
        .transform(
            "Roll up the platform",
            TypeInformation.of(RedisWrite.class),
            new CarriedTimeOperator<>(new PlatformRollUp(settings, redis), settings.quiet()))
        .uid("platform")
        .setParallelism(1)
        .setMaxParallelism(1);
  }
}
