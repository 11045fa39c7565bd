package dev.freshet.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

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

  private String evict() {
    int victim = table.victim();
    String key = table.key(victim);
    table.remove(victim);
    return key;
  }

  @Test
  void findsWhatWasEnteredAndNothingElse() {
    enter("algebra", "biology");

    assertThat(table.value(table.find("algebra"))).isEqualTo(7);
    assertThat(table.find("chemistry")).isEqualTo(ClockTable.ABSENT);
  }

  @Test
  void sparesWhatWasUsedSinceTheHandPassed() {
    enter("algebra", "biology", "chemistry");
    table.use(table.find("algebra"));
    table.use(table.find("chemistry"));

    assertThat(evict()).isEqualTo("biology");
  }

  @Test
  void sparesAnEntryOnlyOncePerUse() {
    enter("algebra");
    table.use(table.find("algebra"));

    assertThat(evict()).isEqualTo("algebra");
    assertThat(table.size()).isZero();
  }

  @Test
  void countsDirtyEntriesOnceEach() {
    enter("algebra", "biology");
    table.markDirty(table.find("algebra"));
    table.markDirty(table.find("algebra"));
    table.markDirty(table.find("biology"));
    table.remove(table.find("biology"));

    assertThat(table.dirty()).isEqualTo(1);
  }

  @Test
  void sumsThePackedSizesOfWhatItHolds() {
    enter("algebra", "biology");
    table.serialized(table.find("algebra"), 100);
    table.serialized(table.find("biology"), 50);
    table.serialized(table.find("biology"), 60);
    table.remove(table.find("algebra"));

    assertThat(table.serializedBytes()).isEqualTo(60);
  }

  @Test
  void agreesWithAPlainMapUnderRandomInsertionsAndRemovals() {
    ClockTable<Long, Long> rows = new ClockTable<>();
    Map<Long, Long> expected = new HashMap<>();
    Random random = new Random(7);
    for (long step = 0; step < 100_000; step++) {
      // Few distinct keys in far more steps: probe chains form, wrap around and are closed again.
      long key = random.nextInt(500) * 0x100000001L;
      int slot = rows.find(key);
      assertThat(slot != ClockTable.ABSENT).isEqualTo(expected.containsKey(key));
      if (slot == ClockTable.ABSENT) {
        slot = rows.insert(key, step);
        rows.stamp(slot, step);
        expected.put(key, step);
      } else if (random.nextBoolean()) {
        assertThat(rows.value(slot)).isEqualTo(expected.get(key));
        assertThat(rows.stamp(slot)).isEqualTo(expected.get(key));
        rows.remove(slot);
        expected.remove(key);
      } else {
        rows.use(slot);
      }
      if (rows.size() > 400) {
        int victim = rows.victim();
        expected.remove(rows.key(victim));
        rows.remove(victim);
      }
    }

    assertThat(rows.size()).isEqualTo(expected.size());
    expected.forEach((key, value) -> assertThat(rows.value(rows.find(key))).isEqualTo(value));
  }
}
