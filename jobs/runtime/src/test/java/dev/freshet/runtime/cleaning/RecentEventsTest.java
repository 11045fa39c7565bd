package dev.freshet.runtime.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.scoring.codec.Varint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RecentEventsTest {

  private static final int NOW = 29_000_000;
  private static final int AN_HOUR_AGO = NOW - 60;

  private final RecentEvents recent = new RecentEvents();

  @Test
  void remembersIds() {
    recent.remember(1L, NOW, AN_HOUR_AGO, 10);

    assertThat(recent.contains(1L, AN_HOUR_AGO)).isTrue();
    assertThat(recent.contains(2L, AN_HOUR_AGO)).isFalse();
  }

  @Test
  void forgetsTheOldestBeyondTheBound() {
    for (long id = 1; id <= 4; id++) {
      recent.remember(id, NOW, AN_HOUR_AGO, 3);
    }

    assertThat(recent.size()).isEqualTo(3);
    assertThat(recent.contains(1L, AN_HOUR_AGO)).isFalse();
    assertThat(recent.contains(2L, AN_HOUR_AGO)).isTrue();
    assertThat(recent.contains(4L, AN_HOUR_AGO)).isTrue();
  }

  @Test
  void forgetsWhatArrivedTooLongAgo() {
    recent.remember(1L, NOW - 61, AN_HOUR_AGO - 61, 10);

    assertThat(recent.contains(1L, AN_HOUR_AGO)).isFalse();

    recent.remember(2L, NOW, AN_HOUR_AGO, 10);

    assertThat(recent.size()).isEqualTo(1);
  }

  @Test
  void countsEachMinute() {
    assertThat(recent.count(NOW)).isEqualTo(1);
    assertThat(recent.count(NOW + 1)).isEqualTo(1);
    assertThat(recent.count(NOW)).isEqualTo(2);
    assertThat(recent.count(NOW)).isEqualTo(3);
  }

  @Test
  void keepsCountOfTheLastFourMinutesOnly() {
    for (int minute = NOW; minute < NOW + 5; minute++) {
      recent.count(minute);
    }

    assertThat(recent.count(NOW)).isEqualTo(1);
    assertThat(recent.count(NOW)).isEqualTo(1);
    assertThat(recent.count(NOW + 1)).isEqualTo(2);
  }

  @Test
  void countsMinutesOfArrivalApartFromThoseOfEventTime() {
    recent.count(NOW);

    assertThat(recent.countArrival(NOW)).isEqualTo(1);
    assertThat(recent.countArrival(NOW + 1)).isEqualTo(1);
    assertThat(recent.countArrival(NOW)).isEqualTo(2);
    assertThat(recent.count(NOW)).isEqualTo(2);
  }

  @Test
  void keepsCountOfTheLastTwoMinutesOfArrivalOnly() {
    for (int minute = NOW; minute < NOW + 3; minute++) {
      recent.countArrival(minute);
    }

    assertThat(recent.countArrival(NOW)).isEqualTo(1);
    assertThat(recent.countArrival(NOW)).isEqualTo(1);
    assertThat(recent.countArrival(NOW + 1)).isEqualTo(2);
  }

  @Test
  void packsMinutesOfArrival() {
    recent.countArrival(NOW);
    recent.remember(1L, NOW, AN_HOUR_AGO, 10);
    RecentEvents deserialized = RecentEvents.deserialize(recent.serialize());

    assertThat(deserialized.countArrival(NOW)).isEqualTo(2);
    assertThat(deserialized.contains(1L, NOW)).isTrue();
    assertThat(deserialized.contains(1L, NOW + 1)).isFalse();
  }

  @Test
  void readsTheLayoutWithoutArrivals() {
    // One id, three minutes without and one with a count, then the id's minute and fingerprint.
    ByteBuffer former = ByteBuffer.allocate(100).put((byte) 2);
    Varint.put(former, 1);
    for (int minute = 0; minute < 3; minute++) {
      Varint.putSigned(former, 0);
      Varint.put(former, 0);
    }
    Varint.putSigned(former, NOW);
    Varint.put(former, 5);
    Varint.putSigned(former, 1);
    former.putLong(77L);
    RecentEvents read = RecentEvents.deserialize(Arrays.copyOf(former.array(), former.position()));

    assertThat(read.count(NOW)).isEqualTo(6);
    assertThat(read.contains(77L, NOW + 1)).isTrue();
    assertThat(read.contains(77L, NOW + 2)).isFalse();
    assertThat(read.countArrival(NOW)).isEqualTo(1);
  }

  @Test
  void survivesPacking() {
    recent.count(NOW);
    recent.remember(1L, NOW, AN_HOUR_AGO, 10);
    RecentEvents deserialized = RecentEvents.deserialize(recent.serialize());

    assertThat(deserialized.contains(1L, AN_HOUR_AGO)).isTrue();
    assertThat(deserialized.count(NOW)).isEqualTo(2);
    assertThat(recent.contains(1L, NOW)).isTrue();
  }

  @Test
  void packsAnIdInNineBytesWhereTheyFollowClosely() {
    recent.count(NOW);
    recent.remember(1L, NOW, AN_HOUR_AGO, 100);
    int first = recent.serialize().length;
    for (int id = 2; id <= 41; id++) {
      recent.remember(id, NOW + id, AN_HOUR_AGO, 100);
    }

    assertThat(recent.serialize()).hasSize(first + 40 * 9);
  }

  @Test
  void packsMinutesInAnyOrder() {
    int[] minutes = {NOW, NOW - 40, 0, Integer.MAX_VALUE, NOW + 70_000};
    for (int id = 0; id < minutes.length; id++) {
      recent.remember(id, minutes[id], Integer.MIN_VALUE, 10);
    }
    recent.count(NOW + 1);
    recent.count(NOW);
    RecentEvents deserialized = RecentEvents.deserialize(recent.serialize());

    for (int id = 0; id < minutes.length; id++) {
      assertThat(deserialized.contains(id, minutes[id])).isTrue();
      assertThat(minutes[id] < Integer.MAX_VALUE && deserialized.contains(id, minutes[id] + 1))
          .isFalse();
    }
    assertThat(deserialized.count(NOW + 1)).isEqualTo(2);
    assertThat(deserialized.count(NOW)).isEqualTo(2);
  }

  @Test
  void packsWhatIsLeftAfterManyWereForgotten() {
    for (long id = 1; id <= 40; id++) {
      recent.remember(id, NOW + (int) id, AN_HOUR_AGO, 7);
    }
    recent.remember(41L, NOW + 96, NOW + 36, 7);
    RecentEvents deserialized = RecentEvents.deserialize(recent.serialize());
    deserialized.remember(42L, NOW + 96, NOW + 36, 7);

    assertThat(deserialized.size()).isEqualTo(7);
    assertThat(deserialized.contains(35L, NOW)).isFalse();
    assertThat(deserialized.contains(36L, NOW)).isTrue();
    assertThat(deserialized.contains(41L, NOW)).isTrue();
    assertThat(recent.contains(42L, NOW)).isFalse();
  }

  @Test
  void refusesALayoutItDoesNotKnow() {
    assertThatThrownBy(() -> RecentEvents.deserialize(new byte[] {9}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("recent events of version 9");
  }
}
