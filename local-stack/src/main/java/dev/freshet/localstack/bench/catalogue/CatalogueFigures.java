package dev.freshet.localstack.bench.catalogue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.report.Charts;
import dev.freshet.localstack.report.Report;
import dev.freshet.localstack.report.Text;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;

/** What a job did with a large catalogue, as far as it came. */
final class CatalogueFigures implements Report {

  private static final double KIB = 1024.0;
  private static final double MIB = KIB * KIB;

  private final CatalogueSettings settings;
  private final Map<Figure, Double> figures = new EnumMap<>(Figure.class);
  private @Nullable Setback setback;

  /** What a figure counts. */
  private enum Unit {
    SECONDS("%,.1f s", 1.0),
    MEBIBYTES("%,.1f MiB", MIB),
    KIBIBYTES("%,.1f KiB", KIB),
    BYTES("%,.0f B", 1.0);

    private final String format;
    private final double of;

    Unit(String format, double of) {
      this.format = format;
      this.of = of;
    }

    private String text(double value) {
      return Text.of(format, value / of);
    }
  }

  /** What is measured. */
  enum Figure {
    WRITTEN("catalogue written to Kafka", "written", Unit.SECONDS),
    READ("from the start until the catalogue is in", "read", Unit.SECONDS),
    FIRST_LIST("from the start until the first list is in Redis", "firstList", Unit.SECONDS),
    FRESH("from the start until lists are fresh", "fresh", Unit.SECONDS),
    EMPTY_HEAP("heap with an empty catalogue", "emptyHeap", Unit.MEBIBYTES),
    HEAP("heap with the catalogue", "heap", Unit.MEBIBYTES),
    HEAP_PER_ITEM("heap of an item", "heapPerItem", Unit.BYTES),
    LARGEST_UPDATE("largest update of the rankers", "largestUpdate", Unit.MEBIBYTES),
    MEAN_UPDATE("mean update of the rankers", "meanUpdate", Unit.KIBIBYTES),
    PULSE("taking a pulse", "pulse", Unit.SECONDS),
    CHECKPOINT("taking a checkpoint", "checkpoint", Unit.SECONDS),
    CHECKPOINT_SIZE("size of that checkpoint", "checkpointSize", Unit.MEBIBYTES),
    RECOVERED("from kill -9 until lists are fresh", "recovered", Unit.SECONDS),
    LARGEST_UPDATE_AFTER(
        "largest update of the rankers since", "largestUpdateAfterRecovery", Unit.MEBIBYTES),
    MEAN_UPDATE_AFTER(
        "mean update of the rankers since", "meanUpdateAfterRecovery", Unit.KIBIBYTES);

    private final String description;
    private final String key;
    private final Unit unit;

    Figure(String description, String key, Unit unit) {
      this.description = description;
      this.key = key;
      this.unit = unit;
    }
  }

  /**
   * What it came to grief on.
   *
   * @param phase what was being done
   * @param reason in a line
   */
  record Setback(String phase, String reason) {

    String text() {
      return "failed while " + phase + ": " + reason;
    }
  }

  CatalogueFigures(CatalogueSettings settings) {
    this.settings = settings;
  }

  void put(Figure figure, double value) {
    figures.put(figure, value);
  }

  void put(Figure figure, OptionalDouble value) {
    value.ifPresent(present -> put(figure, present));
  }

  double get(Figure figure) {
    return figures.getOrDefault(figure, Double.NaN);
  }

  void failed(Setback what) {
    setback = what;
  }

  Optional<Setback> setback() {
    return Optional.ofNullable(setback);
  }

  @Override
  public String table() {
    Text text =
        new Text()
            .add(
                "%,d items with tags of %,d and vectors of %d numbers; %,d MiB of heap, two slots;"
                    + " %,d events/s%n%n",
                settings.items(),
                settings.tags(),
                settings.vectors(),
                settings.heapMib(),
                settings.perSecond());
    for (Figure figure : Figure.values()) {
      Double value = figures.get(figure);
      text.add("%-50s%16s%n", figure.description, value == null ? "-" : figure.unit.text(value));
    }
    setback().ifPresent(what -> text.add("%n%s%n", what.text()));
    return text.add(
            "%nfresh: an event is seen in its user's list within %d s. Heap after a full collection."
                + " Updates: what the%ntrainer sends to the rankers; the largest, and how long a"
                + " pulse takes, as the job tells, if it does.%n",
            settings.freshSeconds())
        .toString();
  }

  @Override
  public ObjectNode json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.set("catalogue", mapper.valueToTree(settings));
    ObjectNode all = root.putObject("figures");
    figures.forEach((figure, value) -> all.put(name(figure), value));
    setback().ifPresent(what -> root.set("failed", mapper.valueToTree(what)));
    return root;
  }

  private static String name(Figure figure) {
    return figure.key + (figure.unit == Unit.SECONDS ? "Seconds" : "Bytes");
  }

  @Override
  public CategoryChart chart() {
    CategoryChart chart =
        Charts.bars(1000, 600, Text.of("A catalogue of %,d items", settings.items()), "seconds");
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setXAxisLabelRotation(15);
    List<Figure> shown =
        Arrays.stream(Figure.values()).filter(figure -> figure.unit == Unit.SECONDS).toList();
    chart.addSeries(
        "seconds",
        shown.stream().map(figure -> figure.description).toList(),
        shown.stream().map(figure -> figures.getOrDefault(figure, 0.0)).toList());
    return chart;
  }
}
