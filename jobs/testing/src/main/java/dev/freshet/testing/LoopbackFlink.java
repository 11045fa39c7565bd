package dev.freshet.testing;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;

/**
 * What every Flink that is started here listens on: the loopback interface only. Left to itself it
 * listens on all of them, and runs whatever anyone uploads.
 */
public final class LoopbackFlink {

  /** The only address on which a Flink started here answers. */
  public static final String ADDRESS = "127.0.0.1";

  private LoopbackFlink() {}

  /** A new configuration of a cluster, to which its other options are added. */
  public static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, ADDRESS);
    configuration.set(RestOptions.BIND_ADDRESS, ADDRESS);
    configuration.set(JobManagerOptions.ADDRESS, ADDRESS);
    // The server of blobs obeys it as well, also inside one JVM.
    configuration.set(JobManagerOptions.BIND_HOST, ADDRESS);
    configuration.set(TaskManagerOptions.HOST, ADDRESS);
    configuration.set(TaskManagerOptions.BIND_HOST, ADDRESS);
    configuration.set(WebOptions.SUBMIT_ENABLE, false);
    return configuration;
  }
}
