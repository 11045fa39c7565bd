package dev.freshet.localstack.bench.growth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.bench.growth.Growth.Size;
import dev.freshet.localstack.bench.job.Variant;
import dev.freshet.localstack.bench.lab.Measured;
import dev.freshet.localstack.report.Charts;
import dev.freshet.localstack.report.Report;
import dev.freshet.localstack.report.Text;
import java.util.List;
import org.knowm.xchart.XYChart;

/** What an event cost at each size. */
record GrowthReport(Growth.Plan plan, List<Size> sizes) implements Report {

  private static final double MIB = 1024.0 * 1024.0;

  @Override
  public String table() {
    Text text = new Text();
    text.add(
        "cost of the last %,d events of each log; median of %d%n%n",
        plan.measuredEvents(), plan.runs());
    text.add(
        "%4s%6s%11s%11s%9s%11s%10s%7s%10s%10s%10s%9s%9s%n",
        "job",
        "times",
        "events",
        "users",
        "items",
        "steady/s",
        "CPU s/M",
        "× 1st",
        "heap MiB",
        "RSS MiB",
        "chkp MiB",
        "B/user",
        "B/item");
    for (Size size : sizes) {
      text.add(
          "%4s%6d%,11d%,11d%,9d%,11.0f%10.1f%7.2f%,10.0f%,10.0f%,10.0f%,9.0f%,9.0f%n",
          size.variant().letter(),
          size.factor(),
          size.log().settings().events(),
          size.log().users(),
          size.log().items(),
          size.median(Measured::steadyPerSecond),
          size.median(Measured::cpuPerMillion),
          size.median(Measured::cpuPerMillion)
              / first(size.variant()).median(Measured::cpuPerMillion),
          size.median(run -> run.run().heapBytes() / MIB),
          size.median(run -> run.run().residentBytes() / MIB),
          size.median(run -> run.run().checkpointBytes() / MIB),
          size.median(Measured::bytesPerUser),
          size.median(Measured::bytesPerItem));
    }
    return text.toString();
  }

  private Size first(Variant variant) {
    return sizes.stream().filter(size -> size.variant() == variant).findFirst().orElseThrow();
  }

  @Override
  public ObjectNode json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("measuredEvents", plan.measuredEvents()).put("runs", plan.runs());
    ArrayNode all = root.putArray("sizes");
    for (Size size : sizes) {
      ObjectNode node =
          all.addObject()
              .put("job", size.variant().letter())
              .put("factor", size.factor())
              .put("events", size.log().settings().events())
              .put("users", size.log().users())
              .put("items", size.log().items())
              .put("steadyPerSecond", size.median(Measured::steadyPerSecond))
              .put("cpuSecondsPerMillion", size.median(Measured::cpuPerMillion))
              .put("bytesPerUser", size.median(Measured::bytesPerUser))
              .put("bytesPerItem", size.median(Measured::bytesPerItem));
      ArrayNode each = node.putArray("runs");
      size.runs().forEach(run -> each.add(mapper.<ObjectNode>valueToTree(run.run())));
    }
    return root;
  }

  @Override
  public XYChart chart() {
    XYChart chart =
        Charts.lines(
            1000,
            600,
            "Cost per event as the state grows",
            "times the users and items",
            "CPU seconds per million events");
    for (Variant variant : plan.variants()) {
      List<Size> ofVariant = sizes.stream().filter(size -> size.variant() == variant).toList();
      chart.addSeries(
          variant.letter() + " " + variant.description(),
          ofVariant.stream().mapToDouble(Size::factor).toArray(),
          ofVariant.stream().mapToDouble(size -> size.median(Measured::cpuPerMillion)).toArray());
    }
    return chart;
  }
}
