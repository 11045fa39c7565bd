package dev.freshet.runtime.state;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.state.ClockTable.Entry;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClockTableTest {

  private final ClockTable<String, Integer> table = new ClockTable<>();

  private void enter(String... keys) {
    for (String key : keys) {
      table.insert(key, key.length());
    }
  }

  private Entry<String, Integer> entry(String key) {
    return requireNonNull(table.find(key));
  }

  private String evict() {
    Entry<String, Integer> victim = table.victim();
    table.remove(victim);
    return victim.key;
  }

  @Test
  void findsWhatWasEnteredAndNothingElse() {
    enter("algebra", "biology");

    assertThat(entry("algebra").value).isEqualTo(7);
    assertThat(table.find("chemistry")).isNull();
  }

  @Test
  void sparesWhatWasUsedSinceTheCursorPassed() {
    enter("algebra", "biology", "chemistry");
    entry("algebra").use();
    entry("chemistry").use();

    assertThat(evict()).isEqualTo("biology");
  }

  @Test
  void sparesAnEntryOnlyOncePerUse() {
    enter("algebra");
    entry("algebra").use();

    assertThat(evict()).isEqualTo("algebra");
    assertThat(table.size()).isZero();
  }

  @Test
  void countsDirtyEntriesOnceEach() {
    enter("algebra", "biology");
    table.markDirty(entry("algebra"));
    table.markDirty(entry("algebra"));
    table.markDirty(entry("biology"));
    table.remove(entry("biology"));

    assertThat(table.dirty()).isEqualTo(1);
  }

  @Test
  void sumsTheSerializedSizesOfWhatItHolds() {
    enter("algebra", "biology");
    table.serialized(entry("algebra"), 100);
    table.serialized(entry("biology"), 50);
    table.serialized(entry("biology"), 60);
    table.remove(entry("algebra"));

    assertThat(table.serializedBytes()).isEqualTo(60);
  }

  @Test
  void agreesWithAPlainMapUnderRandomInsertionsAndRemovals() {
    ClockTable<Long, Long> rows = new ClockTable<>();
    Map<Long, Long> expected = new HashMap<>();
    Random random = new Random(7);
    for (long step = 0; step < 100_000; step++) {
      long key = random.nextInt(500) * 0x100000001L;
      Entry<Long, Long> entry = rows.find(key);
      assertThat(entry != null).isEqualTo(expected.containsKey(key));
      if (entry == null) {
        rows.insert(key, step).stampMillis = step;
        expected.put(key, step);
      } else if (random.nextBoolean()) {
        assertThat(entry.value).isEqualTo(expected.get(key));
        assertThat(entry.stampMillis).isEqualTo(expected.get(key));
        rows.remove(entry);
        expected.remove(key);
      } else {
        entry.use();
      }
      if (rows.size() > 400) {
        Entry<Long, Long> victim = rows.victim();
        expected.remove(victim.key);
        rows.remove(victim);
      }
    }

    assertThat(rows.size()).isEqualTo(expected.size());
    expected.forEach(
        (key, value) -> assertThat(requireNonNull(rows.find(key)).value).isEqualTo(value));
    for (int place = 0; place < rows.size(); place++) {
      assertThat(expected).containsKey(rows.at(place).key);
    }
  }
}
