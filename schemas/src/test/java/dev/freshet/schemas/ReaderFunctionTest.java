package dev.freshet.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReaderFunctionTest {

  @Test
  void codeDeclaresTheNameAndTheVersion() {
    assertThat(ReaderFunction.code())
        .startsWith("#!lua name=" + ReaderFunction.NAME + "\n")
        .contains("\nlocal VERSION = '" + ReaderFunction.VERSION + "'\n");
  }

  @Test
  void codeRegistersTheFunctionsOfTheContract() {
    assertThat(Pattern.compile("function_name = '(\\w+)'").matcher(ReaderFunction.code()).results())
        .extracting(match -> match.group(1))
        .containsExactly(RedisKeys.RECOMMEND, RedisKeys.SIMILAR, "freshet_version");
    assertThat(ReaderFunction.NAME).isEqualTo(RedisKeys.LIBRARY);
  }
}
