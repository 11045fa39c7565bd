package dev.freshet.runtime.userstate;

import dev.freshet.runtime.kafka.ResultTopic;
import dev.freshet.runtime.kafka.UserRecordWriter;
import dev.freshet.runtime.record.UserState;
import dev.freshet.runtime.state.CacheLimits;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The compacted topic that a job tells the states of its users. Records of one user keep their
 * order.
 */
public final class UserStateTopic {

  private final UserStateSettings settings;
  private final Duration life;
  private final CacheLimits cache;

  /**
   * @param life how long after their last state users are forgotten, or zero if the job tells
   * @param cache how many users a task keeps decoded
   */
  public UserStateTopic(UserStateSettings settings, Duration life, CacheLimits cache) {
    this.settings = settings;
    this.life = life;
    this.cache = cache;
  }

  /** Writes what has changed in these states, of each user at most once an interval. */
  public void write(DataStream<UserState> states) {
    DataStream<UserState> paced =
        states
            .keyBy(UserState::user)
            .transform(
                "Pick changed states of users",
                TypeInformation.of(UserState.class),
                new UserStatePacer(settings.interval(), life, cache))
            .uid("user-states");
    inOrder(paced)
        .sinkTo(
            new ResultTopic(settings.kafka(), settings.delivery(), settings.transactions())
                .sink(new UserRecordWriter<>(settings.topic(), UserState::user, UserState::value)))
        .uid("kafka-user-states")
        .name("Write states of users to Kafka");
  }

  /** Chained as it is, or else by key: those of one user must not be spread. */
  private static DataStream<UserState> inOrder(DataStream<UserState> states) {
    boolean isChained =
        states.getExecutionEnvironment().getConfiguration().get(PipelineOptions.OPERATOR_CHAINING);
    return isChained ? states : states.keyBy(UserState::user);
  }
}
