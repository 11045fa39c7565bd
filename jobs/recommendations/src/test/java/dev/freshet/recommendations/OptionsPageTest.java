package dev.freshet.recommendations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.settings.OptionsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The page of options says what the code does.
 *
 * <p>After a change of options run with {@code -Dtest.jvm.options=-Doptions.record=true} and review
 * the diff.
 */
class OptionsPageTest {

  private static final Path PAGE = Path.of("../../docs/options.md");

  @Test
  void namesEveryOptionWithItsDefault() throws IOException {
    String page =
        """
        # Options

        Given as `--key value` on the command line of a job, or in the file of `--config FILE` (YAML or properties); the command
        line wins. `--config` may be given several times; then the last file wins. Every key is checked when the job starts: a
        misspelt key, a wrong value or a missing one ends it with an error that names the key. Durations and sizes carry a unit:
        `200 ms`, `30 d`, `1 mb`. Flink's own keys, such as `parallelism.default` or `execution.checkpointing.dir`, may stand
        beside them.

        ## Kafka, events, Redis, checkpoints

        Shared by all jobs.

        %s
        ## Flink

        Of Flink's own options jobs set these to what suits them, unless the job's options or the cluster's configuration say
        otherwise. [Performance](performance.md) tells what those of checkpoints, buffers and RocksDB are good for.

        `pipeline.max-parallelism` divides the state of users and items into parts and is in every savepoint for good. Where nobody
        sets it, a job that goes on from a savepoint has that of the savepoint, and any other 240. Set to another number it ends the
        start with an error that names both ([runbook](runbook.md#a-start-is-refused)).

        The recommendations job alone sets `execution.buffer-timeout.interval`, to 10 ms, for the sake of freshness; the others have
        Flink's default. Each exchange of each task has a thread that wakes up so often.

        %s
        ## Recommendations

        %s"""
            .formatted(
                OptionsPage.render(RuntimeSettings.optionsWith()),
                OptionsPage.render(JobEnvironment.defaults()),
                OptionsPage.render(RecommendationsOptions.class));
    if (Boolean.getBoolean("options.record")) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }
}
