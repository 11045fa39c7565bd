package dev.freshet.recommendations.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.schemas.RedisKeys;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the function promises that reads what goes with an item. */
class SimilarFunctionIT {

  private static final String[] KEYS = {"similar:algebra", "retired"};

  @RegisterExtension private static final RedisWithReader REDIS = new RedisWithReader();

  @BeforeEach
  void fill() {
    REDIS.commands().flushall();
    REDIS.store(
        "similar:algebra",
        "{\"v\":1,\"asOf\":1764000000000,\"items\":[[\"sets\",0.71],[\"logic\",0.5],[\"graphs\",0.25]],"
            + "\"users\":41.2,\"popularity\":[1,2,3,4,5]}");
  }

  private static List<List<String>> read(String[] keys, String... arguments) {
    return REDIS
        .commands()
        .fcallReadOnly(RedisKeys.SIMILAR, ScriptOutputType.MULTI, keys, arguments);
  }

  @Test
  void givesTheFirstItemsWithTheirScores() {
    assertThat(read(KEYS, "2"))
        .containsExactly(List.of("sets", "0.70999999999999996"), List.of("logic", "0.5"));
    assertThat(read(KEYS, "200")).hasSize(3);
  }

  @Test
  void hidesWhatWasRetiredSinceTheDocumentWasWritten() {
    REDIS.retire("retired", "sets");

    assertThat(read(KEYS, "2")).extracting(row -> row.get(0)).containsExactly("logic", "graphs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "{'v':2,'items':[]}", "{'v':1}", "{'v':1,'items':[['x','1']]}"})
  void hasNothingWhereTheDocumentIsDamaged(String damaged) {
    REDIS.store("similar:algebra", damaged.replace('\'', '"'));

    assertThat(read(KEYS, "2")).isEmpty();
  }

  @Test
  void hasNothingForAnItemThatIsNotKnown() {
    assertThat(read(new String[] {"similar:poetry", "retired"}, "2")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 'ERR n must be a whole number from 1 to 200, was ''0'': pass'",
    "201, 'ERR n must be a whole number from 1 to 200, was ''201'': pass'",
    "2 EXCLUDE, 'ERR similar takes n alone, was ''EXCLUDE'': call FCALL_RO similar 2'"
  })
  void refusesAWrongArgumentAndSaysWhich(String arguments, String complaint) {
    assertThatThrownBy(() -> read(KEYS, arguments.split(" ")))
        .isInstanceOf(RedisCommandExecutionException.class)
        .hasMessageStartingWith(complaint);
  }

  @Test
  void refusesAnotherNumberOfKeys() {
    assertThatThrownBy(() -> read(new String[] {"similar:algebra"}, "2"))
        .isInstanceOf(RedisCommandExecutionException.class)
        .hasMessageStartingWith("ERR similar needs 2 keys, was '1 keys': call FCALL_RO similar 2");
  }
}
