package dev.freshet.effect;

import dev.freshet.scoring.experiment.ItemSums;
import dev.freshet.scoring.experiment.View;

/**
 * What becomes known of a placement or of an experiment.
 *
 * @param subject which one
 * @param view the name of the placement or variant whose users have changed; empty if this is what
 *     the experiment is
 * @param content of a view the sums to be added; otherwise the record of the experiment, of no
 *     bytes if there is none of that name any more
 * @param items of a view which items were shown, to be added; otherwise of no bytes
 * @param offset where that record lies: of two the one with the higher holds; {@link #NOWHERE} of a
 *     view
 */
public record EffectNews(String subject, String view, byte[] content, byte[] items, long offset) {

  static final long NOWHERE = -1L;

  private static final byte[] NONE = {};

  /** Users have changed. */
  static EffectNews of(ViewNews news, ItemSums items) {
    View view = news.view();
    return new EffectNews(view.subject(), view.name(), news.content(), items.serialize(), NOWHERE);
  }

  /** What an experiment is from now on. */
  static EffectNews ofDefinition(ViewNews news) {
    return new EffectNews(news.view().subject(), "", news.content(), NONE, news.offset());
  }

  /** Whether it tells what an experiment is. */
  boolean isDefinition() {
    return offset != NOWHERE;
  }
}
