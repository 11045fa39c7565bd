package dev.freshet.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WriteFunctionTest {

  @Test
  void codeDeclaresTheNameAndTheVersion() {
    assertThat(WriteFunction.code())
        .startsWith("#!lua name=" + WriteFunction.NAME + "\n")
        .contains("\nlocal VERSION = '" + WriteFunction.VERSION + "'\n");
  }

  @Test
  void codeRegistersTheFunctionsOfTheContract() {
    assertThat(Pattern.compile("function_name = '(\\w+)'").matcher(WriteFunction.code()).results())
        .extracting(match -> match.group(1))
        .containsExactly(
            WriteFunction.CLAIM,
            WriteFunction.WRITE,
            WriteFunction.REMOVE,
            "freshet_write_version");
  }
}
