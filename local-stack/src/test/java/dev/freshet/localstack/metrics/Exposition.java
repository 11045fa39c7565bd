package dev.freshet.localstack.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an endpoint shows to Prometheus.
 *
 * @param labels the names of labels by the name of a series
 * @param types the type of each metric
 * @param sums the sum of the series of a name, by job
 */
public record Exposition(
    Map<String, Set<String>> labels,
    Map<String, String> types,
    Map<String, Map<String, Double>> sums) {

  private static final Pattern SAMPLE =
      Pattern.compile("(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(?<labels>.*)\\})? (?<value>\\S+)");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"[^\"]*\"");
  private static final Pattern JOB = Pattern.compile(".*job_name=\"([^\"]*)\".*");
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");

  /** Asks the endpoint at a port of this machine. */
  public static Exposition scrape(int port) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/metrics");
    return of(
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
            .body());
  }

  static Exposition of(String text) {
    Exposition exposition = new Exposition(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    text.lines().forEach(exposition::read);
    return exposition;
  }

  private void read(String line) {
    Matcher type = TYPE.matcher(line);
    Matcher sample = SAMPLE.matcher(line);
    if (type.matches()) {
      types.put(type.group(1), type.group(2));
    } else if (sample.matches()) {
      Set<String> names = labels.computeIfAbsent(sample.group("name"), name -> new TreeSet<>());
      String found = sample.group("labels");
      if (found != null) {
        LABEL.matcher(found).results().forEach(label -> names.add(label.group(1)));
        add(sample.group("name"), found, number(sample.group("value")));
      }
    }
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace("Inf", "Infinity"));
  }

  private void add(String name, String found, double value) {
    Matcher job = JOB.matcher(found);
    if (job.matches()) {
      sums.computeIfAbsent(name, none -> new TreeMap<>()).merge(job.group(1), value, Double::sum);
    }
  }

  /** The sum of the series of a name that a job has; 0 without any. */
  public double sum(String name, String job) {
    return sums.getOrDefault(name, Map.of()).getOrDefault(job, 0.0);
  }
}
