package dev.freshet.recommendations.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.recommendations.reader.Documents.Away;
import dev.freshet.recommendations.reader.Documents.Candidate;
import dev.freshet.recommendations.reader.Documents.Pulsing;
import dev.freshet.recommendations.reader.Documents.Recent;
import dev.freshet.recommendations.reader.Documents.Step;
import dev.freshet.recommendations.reader.ReaderModel.Case;
import dev.freshet.recommendations.reader.ReaderModel.Condition;
import dev.freshet.scoring.candidates.CandidateSettings;
import dev.freshet.scoring.pulse.Peers;
import dev.freshet.scoring.pulse.PulseSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The most that a call can be asked for, with the longest documents there can be and in the worst
 * order: no other client is served meanwhile.
 */
class ReaderLimitsIT {

  private static final Logger LOG = LoggerFactory.getLogger(ReaderLimitsIT.class);
  private static final int MOST_PLACES = 200;
  private static final int MOST_EXCLUDED = 1000;
  private static final long HOUR = 3_600_000L;
  private static final int CALLS = 50;

  @RegisterExtension private static final RedisWithReader REDIS = new RedisWithReader();

  private final Random random = new Random(20_261_128L);

  private List<String> ids(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new UUID(random.nextLong(), random.nextLong()).toString())
        .toList();
  }

  private static List<Pulsing> pulsing(List<String> items) {
    List<Pulsing> pulsing = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      pulsing.add(new Pulsing(items.get(i), (items.size() - i) / 64.0));
    }
    return pulsing;
  }

  /** Candidates come in the reverse of the order in which they are listed. */
  private Case largest() {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < CandidateSettings.MOST; i++) {
      candidates.add(new Candidate("item-" + i, i / 64.0, "after:item-" + i % 10));
    }
    List<String> done = new ArrayList<>(ids(CandidateSettings.MOST_SEEN - PulseSettings.MOST / 2));
    List<String> pulse = ids(PulseSettings.MOST);
    done.addAll(pulse.subList(0, PulseSettings.MOST / 2));
    List<Step> peers = new ArrayList<>();
    List<String> recent = ids(Peers.CONTEXT);
    for (String item : ids(Peers.STEPS)) {
      peers.add(new Step(item, HOUR - peers.size(), 0.0, recent));
    }
    List<Away> away = new ArrayList<>();
    for (int part = 1; part < 5; part++) {
      List<String> items = new ArrayList<>(pulse);
      Collections.rotate(items, part);
      away.add(new Away(part, 1.0, pulsing(items)));
    }
    return new Case(
        Condition.SOUND,
        candidates,
        done,
        Condition.SOUND,
        pulsing(pulse),
        away,
        peers,
        new Recent(recent, 1.0),
        ReaderModel.Tags.NONE,
        MOST_PLACES,
        ids(MOST_EXCLUDED),
        List.of(candidates.get(CandidateSettings.MOST - 1).item()),
        5L,
        List.of(),
        null,
        Set.of(),
        0,
        ReaderModel.Trial.NONE);
  }

  private static List<String> arguments(Case asked) {
    List<String> arguments = new ArrayList<>();
    arguments.add(Integer.toString(asked.places()));
    arguments.addAll(List.of("EXCLUDE", Integer.toString(asked.excluded().size())));
    arguments.addAll(asked.excluded());
    arguments.addAll(List.of("AT", Long.toString(Documents.AS_OF_MILLIS + 5)));
    return arguments;
  }

  @Test
  void ranksRightWithTheSameFewCommandsAsAnyOtherCall() {
    Case asked = largest();
    byte[] rec = Documents.rec(asked.candidates(), asked.done(), asked.recent());
    assertThat(rec).hasSizeBetween(15_000, 16_000);
    REDIS.store("rec:ada", rec);
    REDIS.retire("retired", asked.retired().toArray(String[]::new));
    LettuceReader reader = new LettuceReader(REDIS.commands());
    Away[] away = asked.away().toArray(Away[]::new);
    REDIS.commands().configResetstat();

    for (int call = 0; call < CALLS; call++) {
      // Another one each time, so that each call has to decode it.
      List<Pulsing> items = new ArrayList<>(asked.items());
      items.set(items.size() - 1, new Pulsing("new-" + call, 0.0));
      REDIS.store("pulse", Documents.pulse(items, asked.peers(), away));

      assertThat(reader.read(List.of("rec:ada", "pulse"), arguments(asked)))
          .isEqualTo(ReaderModel.list(asked));
    }

    LOG.info("At the limits: {}", statistics("fcall_ro"));
    assertThat(calls("get")).isEqualTo(2 * CALLS);
    assertThat(calls("getrange")).isEqualTo(CALLS);
    assertThat(calls("zcard")).isEqualTo(3 * CALLS);
    assertThat(calls("zrevrange")).isEqualTo(3 * CALLS);
    assertThat(calls("zrange")).isEqualTo(1);
  }

  private static String statistics(String command) {
    return REDIS
        .commands()
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_" + command + ":"))
        .findFirst()
        .orElseThrow();
  }

  private static int calls(String command) {
    return Integer.parseInt(statistics(command).replaceAll(".*:calls=(\\d+),.*", "$1"));
  }
}
