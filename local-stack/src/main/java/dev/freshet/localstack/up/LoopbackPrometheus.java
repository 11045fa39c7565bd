package dev.freshet.localstack.up;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.HTTPServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.prometheus.AbstractPrometheusReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.apache.flink.util.NetUtils;
import org.jspecify.annotations.Nullable;

/**
 * Flink's reporter to Prometheus, but on this machine only: Flink's own listens on all addresses,
 * and no option changes that. Of a range of ports it takes the first that is free.
 */
public final class LoopbackPrometheus extends AbstractPrometheusReporter {

  private static final String NAME = "prometheus";
  private static final String PORT = "port";

  private @Nullable HTTPServer server;

  /** Makes the reporter; named in {@code META-INF/services}. */
  public static final class Factory implements MetricReporterFactory {

    @Override
    public LoopbackPrometheus createMetricReporter(Properties properties) {
      return new LoopbackPrometheus();
    }
  }

  /** Adds this reporter to those that a Flink of this configuration has. */
  static void configure(Configuration configuration, int port) {
    String others = configuration.getString("metrics.reporters", "");
    configuration.setString("metrics.reporters", others.isEmpty() ? NAME : others + "," + NAME);
    String prefix = "metrics.reporter." + NAME + ".";
    configuration.setString(prefix + "factory.class", Factory.class.getName());
    configuration.setString(prefix + PORT, Integer.toString(port));
  }

  @Override
  public void open(MetricConfig config) {
    super.open(config);
    String ports = config.getString(PORT, "0");
    IOException last = new IOException("there is no such port");
    for (Iterator<Integer> port = NetUtils.getPortRangeFromString(ports); port.hasNext(); ) {
      try {
        InetSocketAddress address =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port.next());
        server = new HTTPServer(address, registry(), true);
        return;
      } catch (IOException e) {
        last = e;
      }
    }
    throw new UncheckedIOException("metrics cannot be served at port " + ports, last);
  }

  /** Flink keeps it to its own package. */
  private CollectorRegistry registry() {
    try {
      Field registry = AbstractPrometheusReporter.class.getDeclaredField("registry");
      registry.setAccessible(true);
      return (CollectorRegistry) registry.get(this);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Flink keeps its metrics elsewhere", e);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop();
    }
    super.close();
  }
}
