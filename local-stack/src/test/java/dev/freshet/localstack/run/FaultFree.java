package dev.freshet.localstack.run;

import dev.freshet.localstack.command.JobOptions;
import dev.freshet.localstack.dump.Dump;
import dev.freshet.localstack.rules.RuleSet;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Redis would hold if the jobs had read the same events and nothing had gone wrong. */
public final class FaultFree {

  private final RedisImage redis = new RedisImage();
  private final List<Product.InProcess> products;
  private final long outOfOrdernessMillis;
  private long interactions;

  /**
   * @param options of the jobs, by key
   * @param rules in force from the beginning, and audiences
   */
  public FaultFree(Map<String, String> options, RuleSet rules) {
    RunSettings settings = RunSettings.of(new JobOptions(null, options), rules, Set.of());
    products = settings.products().stream().map(product -> product.begin(redis::apply)).toList();
    outOfOrdernessMillis = settings.runtime().events().maxOutOfOrderness().toMillis();
  }

  public synchronized void accept(CatalogueItem item) {
    products.forEach(product -> product.accept(item));
  }

  /** Enters what happens next. */
  public synchronized void accept(Interaction interaction) {
    interactions++;
    products.forEach(product -> product.accept(interaction));
    products.forEach(product -> product.pass(interaction.atMillis() - outOfOrdernessMillis - 1));
  }

  /** How many interactions there were. */
  public synchronized long interactions() {
    return interactions;
  }

  /** Writes a dump of what Redis would hold now, once all writes that wait are done. */
  public synchronized void write(Path file) throws IOException {
    products.forEach(Product.InProcess::end);
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      Dump.of(redis.writes()).write(out);
    }
  }
}
