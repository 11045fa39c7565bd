package dev.freshet.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.kafka.KafkaSettings;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.runtime.redis.RedisSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobConfigurationTest {

  @TempDir private Path directory;

  private static Configuration from(String... args) {
    return JobConfiguration.from(args, RuntimeSettings.optionsWith());
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String... args) {
    return assertThatThrownBy(() -> from(args)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsKeysFromTheCommandLineInBothForms() {
    Configuration options = from("--redis.prefix", "school:", "--events.flood-limit=7");

    assertThat(options.get(RedisOptions.PREFIX)).isEqualTo("school:");
    assertThat(options.get(EventOptions.FLOOD_LIMIT)).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis.password",
        "kafka.properties.ssl.key.password",
        "kafka.properties.sasl.jaas.config",
        "s3.secret-key"
      })
  void refusesASecretOnTheCommandLineWithoutTellingIt(String key) {
    assertRefused("--" + key, "hunter2")
        .hasMessageContaining("--" + key + " is a secret")
        .hasMessageContaining("--config")
        .message()
        .doesNotContain("hunter2");
    assertRefused("--" + key + "=hunter2").message().doesNotContain("hunter2");
  }

  @Test
  void takesASecretFromAVariableThatTheFileNames() throws IOException {
    Path file = directory.resolve("job.yaml");
    Files.writeString(file, "redis.password: ${env:REDIS_PASSWORD}\nredis.prefix: a${env:NONE}");
    String[] args = {"--config", file.toString()};
    Map<String, String> environment = Map.of("REDIS_PASSWORD", "hunter2$1", "NONE", "");
    Configuration options =
        JobConfiguration.from(args, environment::get, RuntimeSettings.optionsWith());

    assertThat(options.get(RedisOptions.PASSWORD)).isEqualTo("hunter2$1");
    assertThat(options.get(RedisOptions.PREFIX)).isEqualTo("a");
    assertThatThrownBy(
            () ->
                JobConfiguration.from(args, Map.of("NONE", "")::get, RuntimeSettings.optionsWith()))
        .hasMessageContaining("redis.password: the environment has no variable REDIS_PASSWORD");
  }

  @Test
  void readsThePasswordOfRedisFromAFileOfItsOwn() throws IOException {
    Path file = directory.resolve("password");
    Files.writeString(file, "hunter2\n");
    Configuration options = from("--redis.password-file", file.toString());
    RedisSettings settings = RedisSettings.from(options);

    assertThat(settings.password()).isEqualTo("hunter2");
    assertThat(settings.toString()).doesNotContain("hunter2");
    Files.writeString(file, "\n");
    assertThatThrownBy(() -> RedisSettings.from(options))
        .hasMessage("redis.password-file: " + file + " is empty");
    Files.delete(file);
    assertThatThrownBy(() -> RedisSettings.from(options))
        .hasMessage("redis.password-file: cannot read " + file + " (NoSuchFileException)");
    options.set(RedisOptions.PASSWORD, "hunter2");
    assertThatThrownBy(() -> RedisSettings.from(options)).hasMessageContaining("both set");
  }

  @Test
  void readsPropertiesOfKafkaFromAFileBelowThoseGivenOneByOne() throws IOException {
    Path file = directory.resolve("client.properties");
    Files.writeString(file, "sasl.jaas.config=hunter2\nsecurity.protocol=SASL_SSL\n");
    Configuration options =
        from(
            "--kafka.bootstrap-servers=here:9092",
            "--kafka.properties-file=" + file,
            "--kafka.properties.security.protocol=SASL_PLAINTEXT");
    KafkaSettings settings = KafkaSettings.from(options, "job");

    assertThat(settings.properties())
        .containsEntry("sasl.jaas.config", "hunter2")
        .containsEntry("security.protocol", "SASL_PLAINTEXT");
    assertThat(settings.toString()).contains("here:9092").doesNotContain("hunter2");
    Files.writeString(file, "a=\\u00zz");
    assertThatThrownBy(() -> KafkaSettings.from(options, "job"))
        .hasMessage("kafka.properties-file: " + file + " is no properties file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis://:hunter2@here:6379", "redis-sentinel://hunter2@a,b/0#master"})
  void refusesAPasswordInTheAddressOfRedisWithoutTellingIt(String uri) {
    Configuration options = from("--redis.uri", uri);

    assertThatThrownBy(() -> RedisSettings.from(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis.uri must not have a user or a password")
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void readsAYamlFileBelowTheCommandLine() throws IOException {
    Path file = directory.resolve("job.yaml");
    Files.writeString(
        file,
        """
        redis:
          prefix: "school:"
          linger: 5 ms
        events.flood-limit: 7
        kafka.properties.security.protocol: SSL
        """);
    Configuration options = from("--config", file.toString(), "--redis.prefix", "club:");

    assertThat(options.get(RedisOptions.PREFIX)).isEqualTo("club:");
    assertThat(options.get(RedisOptions.LINGER)).isEqualTo(Duration.ofMillis(5));
    assertThat(options.get(EventOptions.FLOOD_LIMIT)).isEqualTo(7);
    assertThat(options.get(KafkaOptions.PROPERTIES)).containsEntry("security.protocol", "SSL");
  }

  @Test
  void readsAPropertiesFile() throws IOException {
    Path file = directory.resolve("job.properties");
    Files.writeString(file, "redis.prefix=school:\n");

    assertThat(from("--config", file.toString()).get(RedisOptions.PREFIX)).isEqualTo("school:");
  }

  @Test
  void passesFlinksOwnKeysThrough() {
    assertThat(from("--pipeline.max-parallelism", "64").get(PipelineOptions.MAX_PARALLELISM))
        .isEqualTo(64);
  }

  @Test
  void namesTheKeyThatWasMeantWhenOneIsUnknown() {
    assertRefused("--redis.prefex", "x")
        .hasMessageContaining("redis.prefex")
        .hasMessageContaining("did you mean redis.prefix?");
  }

  /** Options that were renamed, one of them from another beginning. */
  static final class RenamedOptions {

    static final ConfigOption<Integer> GAP =
        ConfigOptions.key("history.session-gap")
            .intType()
            .defaultValue(60)
            .withDeprecatedKeys("history.pause", "visits.pause");

    static final ConfigOption<Map<String, String>> SEED =
        ConfigOptions.key("history.seed")
            .mapType()
            .defaultValue(Map.of())
            .withDeprecatedKeys("history.first");

    private RenamedOptions() {}
  }

  @ParameterizedTest
  @CsvSource({
    "history.pause, history.session-gap",
    "visits.pause, history.session-gap",
    "history.first.clicks, history.seed"
  })
  void namesTheKeyThatAnOptionHasNow(String former, String now) throws IOException {
    Path file = directory.resolve("job.properties");
    Files.writeString(file, former + "=5\n");

    for (String[] args : new String[][] {{"--" + former, "5"}, {"--config", file.toString()}}) {
      assertThatThrownBy(() -> JobConfiguration.from(args, RenamedOptions.class))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(former + " is now called " + now);
    }
  }

  @Test
  void namesTheKeyWhoseValueCannotBeRead() {
    assertRefused("--events.flood-limit", "many")
        .hasMessageContaining("events.flood-limit")
        .hasMessageContaining("many")
        .hasMessageContaining("whole number");
    assertRefused("--redis.linger", "soon").hasMessageContaining("redis.linger");
  }

  @Test
  void refusesArgumentsThatAreNoOptions() {
    assertRefused("redis.prefix").hasMessageContaining("unexpected argument 'redis.prefix'");
    assertRefused("--redis.prefix").hasMessageContaining("--redis.prefix needs a value");
    assertRefused("--redis.prefix=a", "--redis.prefix=b").hasMessageContaining("given twice");
  }

  @Test
  void letsTheLastOfSeveralFilesWin() throws IOException {
    Path platform = directory.resolve("platform.yaml");
    Path job = directory.resolve("job.yaml");
    Files.writeString(platform, "redis.prefix: 'school:'\nevents.flood-limit: 7\n");
    Files.writeString(job, "redis.prefix: 'club:'\n");
    Configuration options = from("--config", platform.toString(), "--config=" + job);

    assertThat(options.get(RedisOptions.PREFIX)).isEqualTo("club:");
    assertThat(options.get(EventOptions.FLOOD_LIMIT)).isEqualTo(7);
  }

  @Test
  void namesAFileThatCannotBeRead() {
    assertRefused("--config", directory.resolve("none.yaml").toString())
        .hasMessageContaining("none.yaml");
  }

  @Test
  void explainsEveryOptionOnRequest() {
    assertThat(JobConfiguration.help(new String[] {"--help"}, RuntimeSettings.optionsWith()))
        .hasValueSatisfying(
            help ->
                assertThat(help)
                    .contains("--kafka.bootstrap-servers <text>")
                    .contains("--redis.linger <duration>  (default: 2 ms)"));
    assertThat(JobConfiguration.help(new String[] {}, RuntimeSettings.optionsWith())).isEmpty();
  }
}
