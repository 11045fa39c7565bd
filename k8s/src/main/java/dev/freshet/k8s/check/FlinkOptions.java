package dev.freshet.k8s.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** Every key of {@code flinkConfiguration} is one of an option, and its value can be read. */
final class FlinkOptions implements Rule {

  private final KnownFlinkOptions known = new KnownFlinkOptions();

  @Override
  public List<Finding> check(Rendering rendering) {
    List<Finding> findings = new ArrayList<>();
    for (FlinkDeployment job : rendering.jobs()) {
      job.configuration()
          .forEach(
              (key, value) ->
                  wrong(key, value)
                      .ifPresent(
                          what ->
                              findings.add(
                                  job.manifest()
                                      .finding(FlinkDeployment.CONFIGURATION + "." + key, what))));
    }
    return findings;
  }

  private Optional<String> wrong(String key, String value) {
    Optional<ConfigOption<?>> option = known.find(key);
    if (option.isEmpty()) {
      return Optional.of("Flink has no such option");
    }
    try {
      var unused =
          Configuration.fromMap(Map.of(option.get().key(), value)).getOptional(option.get());
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("'" + value + "' cannot be read: " + e.getMessage());
    }
  }
}
