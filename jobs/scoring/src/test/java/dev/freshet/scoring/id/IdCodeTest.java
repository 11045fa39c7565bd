package dev.freshet.scoring.id;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdCodeTest {

  @ParameterizedTest
  @CsvSource({"abc, a9993e36", "'', da39a3ee", "é, bf15be71"})
  void isTheBeginningOfTheSha1OfTheUtf8Bytes(String id, String expected) {
    assertThat(IdCode.hex(IdCode.of(id))).isEqualTo(expected);
  }

  @Test
  void isWrittenWithAllItsDigits() {
    assertThat(IdCode.hex(0x0000_00ff)).isEqualTo("000000ff").hasSize(IdCode.HEX_DIGITS);
  }
}
