package dev.freshet.scoring.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class WindowTest {

  private static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }

  @Test
  void aWeekGoesFromMondayToSunday() {
    assertThat(Window.WEEK.firstDay(day("2026-03-02"))).isEqualTo(day("2026-03-02"));
    assertThat(Window.WEEK.firstDay(day("2026-03-08"))).isEqualTo(day("2026-03-02"));
    assertThat(Window.WEEK.firstDay(day("2026-03-09"))).isEqualTo(day("2026-03-09"));
    assertThat(Window.WEEK.endDay(day("2026-03-02"))).isEqualTo(day("2026-03-09"));
    assertThat(Window.WEEK.firstDay(day("1969-12-31"))).isEqualTo(day("1969-12-29"));
  }

  @Test
  void aMonthIsThatOfTheCalendar() {
    assertThat(Window.MONTH.firstDay(day("2024-02-29"))).isEqualTo(day("2024-02-01"));
    assertThat(Window.MONTH.endDay(day("2024-02-01"))).isEqualTo(day("2024-03-01"));
  }

  @Test
  void aDayIsItself() {
    assertThat(Window.DAY.firstDay(day("2026-03-02"))).isEqualTo(day("2026-03-02"));
    assertThat(Window.DAY.endDay(day("2026-03-02"))).isEqualTo(day("2026-03-03"));
  }

  @Test
  void everHasNoEnd() {
    assertThat(Window.EVER.firstDay(day("2026-03-02"))).isZero();
    assertThat(Window.EVER.endDay(0)).isEqualTo(Window.NO_END);
  }
}
