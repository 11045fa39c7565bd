package dev.freshet.localstack.evaluate.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.localstack.evaluate.approach.Freshet;
import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.localstack.simulator.Simulator;
import dev.freshet.localstack.simulator.SimulatorSettings;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.training.ChoiceQuality;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a job tells of its lists while it runs is what the same log shows afterwards. */
class LiveHitRateTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final int EVENTS = 20_000;
  private static final long STEP_MILLIS = 500;

  private static Replay simulated() {
    Simulator simulator = new Simulator(SimulatorSettings.withSeed(7));
    List<Interaction> interactions = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      interactions.add(simulator.next(NOON + i * STEP_MILLIS).interaction());
    }
    return new Replay("simulated", simulator.catalogue(), interactions);
  }

  @Test
  void isTheHitRateOfAReplay() {
    Replay replay = simulated();
    RecommenderSettings settings = RecommenderSettings.defaults();
    Freshet freshet = new Freshet(replay, settings);
    List<Integer> choices = replay.choices(0.0, false);
    Outcome outcome =
        new Judge(replay, choices, settings.candidates().exclude()).judge(freshet, event -> {});
    ChoiceQuality live = freshet.quality();

    assertThat((double) live.judged()).isCloseTo(choices.size(), within(0.01 * choices.size()));
    assertThat((double) live.found() / live.judged())
        .isCloseTo(outcome.metrics().hitRate20(), within(0.01));
  }
}
