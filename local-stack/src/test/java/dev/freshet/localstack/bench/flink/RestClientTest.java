package dev.freshet.localstack.bench.flink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestClientTest {

  @Test
  void tellsTheCauseOfAllTheRest() {
    String stackTrace =
        """
        java.io.IOException: cannot restore
        \tat somewhere
        Caused by: java.lang.RuntimeException: cannot read
        \tat elsewhere
        Caused by: java.lang.OutOfMemoryError: Java heap space
        \tat deeper
        \t... 3 more
        """;

    assertThat(RestClient.rootCause(stackTrace))
        .isEqualTo("java.lang.OutOfMemoryError: Java heap space");
  }

  @Test
  void tellsTheFirstLineOfAnExceptionWithoutCause() {
    assertThat(RestClient.rootCause("java.lang.Exception: lost\n\tat somewhere\n"))
        .isEqualTo("java.lang.Exception: lost");
    assertThat(RestClient.rootCause("")).isEmpty();
  }
}
