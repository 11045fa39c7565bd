package dev.freshet.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.settings.OptionsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The page on the effect job ends with every option that the code knows.
 *
 * <p>After a change of options run with {@code -Dtest.jvm.options=-Doptions.record=true} and review
 * the diff.
 */
class OptionsPageTest {

  private static final Path PAGE = Path.of("../../docs/effect.md");
  private static final String HEADING = "## Options\n\n";

  @Test
  void namesEveryOptionWithItsDefault() throws IOException {
    String page = Files.readString(PAGE);
    String expected =
        page.substring(0, page.indexOf(HEADING) + HEADING.length())
            + OptionsPage.render(EffectOptions.class);
    if (Boolean.getBoolean("options.record")) {
      Files.writeString(PAGE, expected);
    }

    assertThat(Files.readString(PAGE)).isEqualTo(expected);
  }
}
