package dev.freshet.runtime.record;

import static dev.freshet.runtime.settings.OptionChecks.atLeast;

import java.io.Serializable;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Which items of the catalogue are used.
 *
 * @param vectorLength how many numbers the vector of an item holds, or 0 for as many as the first
 * @param maxTitleLength the longest title, characters
 * @param maxTags how many different tags an item may have
 * @param maxTagLength the longest tag or kind, characters
 */
public record CatalogueSettings(int vectorLength, int maxTitleLength, int maxTags, int maxTagLength)
    implements Serializable {

  public CatalogueSettings {
    atLeast(0, EventOptions.VECTOR_LENGTH, vectorLength);
    atLeast(0, EventOptions.MAX_TITLE_LENGTH, maxTitleLength);
    atLeast(0, EventOptions.MAX_TAGS, maxTags);
    atLeast(1, EventOptions.MAX_TAG_LENGTH, maxTagLength);
  }

  static CatalogueSettings from(ReadableConfig config) {
    return new CatalogueSettings(
        config.get(EventOptions.VECTOR_LENGTH),
        config.get(EventOptions.MAX_TITLE_LENGTH),
        config.get(EventOptions.MAX_TAGS),
        config.get(EventOptions.MAX_TAG_LENGTH));
  }
}
