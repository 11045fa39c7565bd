package dev.freshet.stickiness;

import dev.freshet.testing.JobPlatform;
import dev.freshet.testing.RefusedStartContract;
import java.nio.file.Path;

class RefusedStartIT extends RefusedStartContract {

  RefusedStartIT() {
    super(
        "stickiness-0.1.0",
        StickinessJob::main,
        "user-tracking",
        "tracked user in the state " + UserTracking.trackedUserState().getName());
  }

  @Override
  protected JobPlatform open(Path folder) {
    return new Platform(folder);
  }
}
