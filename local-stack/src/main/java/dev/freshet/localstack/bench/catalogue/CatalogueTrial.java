package dev.freshet.localstack.bench.catalogue;

import dev.freshet.localstack.bench.catalogue.CatalogueFigures.Figure;
import dev.freshet.localstack.bench.catalogue.CatalogueFigures.Setback;
import dev.freshet.localstack.bench.lab.Lab;
import dev.freshet.localstack.bench.lab.Log;
import dev.freshet.localstack.bench.lab.Stopwatch;
import dev.freshet.localstack.bench.load.Inventory;
import dev.freshet.localstack.command.Progress;
import dev.freshet.localstack.kafka.KafkaSender;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The job with an empty catalogue, to know what memory it takes by itself; then with the large one,
 * through a checkpoint and the loss of its task manager.
 */
final class CatalogueTrial {

  /** Figures that the job tells only from the version on that has them. */
  private static final String LARGEST_UPDATE = "largestUpdateBytes";

  private static final String PULSE_MILLIS = "pulseMillis";
  private static final int TOLD_ITEMS = 10_000;

  private final Lab lab;
  private final CatalogueSettings settings;
  private final Map<String, String> options;
  private final Duration patience;
  private final CatalogueFigures figures;
  private final PrintWriter err;

  CatalogueTrial(
      Lab lab,
      CatalogueSettings settings,
      Map<String, String> options,
      Duration patience,
      CatalogueFigures figures,
      PrintWriter err) {
    this.lab = lab;
    this.settings = settings;
    this.options = options;
    this.patience = patience;
    this.figures = figures;
    this.err = err;
  }

  /** Fills in the figures, as many as can be had, and what went wrong if something did. */
  void run() throws InterruptedException {
    try {
      measureEmpty();
      Topics topics = write();
      try (LoneJob job = start(topics, "full")) {
        begin(job);
        measureMemory(job);
        measureCheckpoint(job);
        measureRecovery(job);
      }
    } catch (SetbackException e) {
      figures.failed(new Setback(e.phase(), String.valueOf(e.getMessage())));
    }
  }

  private LoneJob start(Topics topics, String name) {
    lab.emptyRedis();
    return new LoneJob(lab, topics, settings, options, patience, lab.folder(name));
  }

  private void measureEmpty() throws InterruptedException {
    Topics topics = Log.createTopics(lab.bootstrapServers(), "empty.");
    try (LoneJob job = start(topics, "empty");
        Progress task = Progress.of("without a catalogue", 1, err)) {
      job.awaitFresh("starting without a catalogue");
      figures.put(Figure.EMPTY_HEAP, job.heapBytes());
      task.at(1);
    }
  }

  private Topics write() {
    Topics topics = Log.createTopics(lab.bootstrapServers(), "full.");
    EventRecords records = new EventRecords(topics);
    Stopwatch watch = new Stopwatch();
    try (Progress task = Progress.of("writing the catalogue", settings.items(), err);
        KafkaSender sender = Log.sender(lab.bootstrapServers())) {
      AtomicInteger sent = new AtomicInteger();
      Inventory.items(settings.items(), settings.tags(), settings.vectors(), settings.seed())
          .forEach(
              item -> {
                sender.send(records.of(item));
                if (sent.incrementAndGet() % TOLD_ITEMS == 0) {
                  task.at(sent.get());
                }
              });
      sender.flush();
    }
    figures.put(Figure.WRITTEN, watch.seconds());
    return topics;
  }

  /** Waits for the catalogue and for the first list, whichever comes first. */
  private void begin(LoneJob job) throws InterruptedException {
    Stopwatch watch = new Stopwatch();
    try (Progress task = Progress.of("reading the catalogue", settings.items(), err)) {
      job.await(
          "reading the catalogue",
          () -> {
            if (Double.isNaN(figures.get(Figure.FIRST_LIST)) && job.hasList()) {
              figures.put(Figure.FIRST_LIST, watch.seconds());
            }
            if (Double.isNaN(figures.get(Figure.READ))) {
              double items = job.metric("items").orElse(0);
              task.at((long) items);
              if (items >= settings.items()) {
                figures.put(Figure.READ, watch.seconds());
              }
            }
            return !Double.isNaN(figures.get(Figure.READ))
                && !Double.isNaN(figures.get(Figure.FIRST_LIST));
          });
    }
    job.awaitFresh("making fresh lists");
    figures.put(Figure.FRESH, watch.seconds());
  }

  private void measureMemory(LoneJob job) throws InterruptedException {
    try (Progress task = Progress.of("collecting garbage", 1, err)) {
      double heap = job.heapBytes();
      figures.put(Figure.HEAP, heap);
      figures.put(Figure.HEAP_PER_ITEM, (heap - figures.get(Figure.EMPTY_HEAP)) / settings.items());
      task.at(1);
    }
    figures.put(Figure.LARGEST_UPDATE, job.metric(LARGEST_UPDATE));
    figures.put(Figure.MEAN_UPDATE, job.meanUpdateBytes());
    OptionalDouble pulse = job.metric(PULSE_MILLIS);
    if (pulse.isPresent()) {
      figures.put(Figure.PULSE, pulse.getAsDouble() / 1000);
    }
  }

  private void measureCheckpoint(LoneJob job) throws InterruptedException {
    try (Progress task = Progress.of("taking a checkpoint", 1, err)) {
      LoneJob.Checkpoint checkpoint = job.checkpoint();
      figures.put(Figure.CHECKPOINT, checkpoint.seconds());
      figures.put(Figure.CHECKPOINT_SIZE, checkpoint.bytes());
      task.at(1);
    }
  }

  private void measureRecovery(LoneJob job) throws InterruptedException {
    try (Progress task = Progress.of("recovering from kill -9", 1, err)) {
      Stopwatch watch = new Stopwatch();
      job.killTaskManager();
      job.awaitFresh("recovering from kill -9");
      figures.put(Figure.RECOVERED, watch.seconds());
      task.at(1);
    }
    figures.put(Figure.LARGEST_UPDATE_AFTER, job.metric(LARGEST_UPDATE));
    figures.put(Figure.MEAN_UPDATE_AFTER, job.meanUpdateBytes());
  }
}
