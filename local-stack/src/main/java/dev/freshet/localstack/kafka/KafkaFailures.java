package dev.freshet.localstack.kafka;

import dev.freshet.localstack.command.CommandException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Says for people what went wrong between a command and Kafka. */
public final class KafkaFailures {

  private KafkaFailures() {}

  /**
   * The failure in one sentence that names the brokers and what to look at.
   *
   * @param bootstrapServers where Kafka was looked for
   */
  public static CommandException explained(String bootstrapServers, Throwable failure) {
    return new CommandException(explain(bootstrapServers, failure), failure);
  }

  private static String explain(String bootstrapServers, Throwable failure) {
    String where = "Kafka at " + bootstrapServers + ": ";
    if (failure instanceof TimeoutException) {
      return where
          + "no answer in time ("
          + failure.getMessage()
          + "); is it there, and does it want TLS or SASL (--property)?";
    }
    if (failure instanceof AuthenticationException) {
      return where
          + "not let in, see --property security.protocol, sasl.*: "
          + failure.getMessage();
    }
    if (failure instanceof AuthorizationException) {
      return where + "not allowed: " + failure.getMessage();
    }
    if (failure instanceof UnknownTopicOrPartitionException) {
      return where + "no such topic: " + failure.getMessage();
    }
    return where + failure.getMessage();
  }
}
