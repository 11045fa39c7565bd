package dev.freshet.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicPlacesTest {

  private TopicPlaces places = new TopicPlaces();

  @BeforeEach
  void begin() {
    places.begin("first");
  }

  private void startAnew(String id) {
    places = TopicPlaces.deserialize(places.serialize());
    places.begin(id);
  }

  @Test
  void areTheOffsetsOfATopicThatNobodyDeletes() {
    assertThat(places.enter(0, 3)).hasValue(3);
    startAnew("first");

    assertThat(places.enter(0, 7)).hasValue(7);
  }

  @Test
  void leaveOutWhatIsReadAgain() {
    places.enter(0, 3);
    startAnew("first");

    assertThat(places.enter(0, 2)).isEmpty();
    assertThat(places.enter(0, 3)).isEmpty();
    assertThat(places.enter(1, 2)).hasValue(2);
  }

  @Test
  void ofATopicMadeAnewAreBehindAllOfTheOneBefore() {
    places.enter(0, 3);
    places.enter(1, 8);
    places.enter(0, 4);
    startAnew("second");

    assertThat(places.enter(0, 0)).hasValue(9);
    assertThat(places.enter(0, 1)).hasValue(10);
    assertThat(places.enter(1, 0)).hasValue(9);
  }

  @Test
  void riseHoweverOftenATopicIsMadeAnew() {
    places.enter(0, 8);
    startAnew("second");
    places.enter(0, 0);
    startAnew("third");
    startAnew("fourth");

    OptionalLong place = places.enter(0, 0);

    assertThat(place).hasValue(10);
    startAnew("fourth");
    assertThat(places.enter(0, 0)).isEmpty();
    assertThat(places.enter(0, 1)).hasValue(11);
  }
}
