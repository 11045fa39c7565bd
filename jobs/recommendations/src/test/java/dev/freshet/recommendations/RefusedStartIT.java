package dev.freshet.recommendations;

import dev.freshet.testing.JobPlatform;
import dev.freshet.testing.RefusedStartContract;
import java.nio.file.Path;

class RefusedStartIT extends RefusedStartContract {

  RefusedStartIT() {
    super(
        "recommendations-0.1.0",
        RecommendationsJob::main,
        "history",
        "user history in the state history");
  }

  @Override
  protected JobPlatform open(Path folder) {
    return new Platform(folder);
  }
}
