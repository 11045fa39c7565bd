package dev.freshet.effect;

import dev.freshet.runtime.record.ToldExperiment;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.experiment.ShownItems;
import dev.freshet.scoring.experiment.View;
import dev.freshet.scoring.experiment.ViewChange;
import dev.freshet.scoring.experiment.ViewSums;

/**
 * What changes of the users of one task in a view, or what an experiment is.
 *
 * @param view the placement or variant; of an experiment one without a name
 * @param content of a view the sums of users, to be added; otherwise the record of the experiment,
 *     of no bytes if there is none of that name any more
 * @param shown of a view which items users were shown; otherwise of no bytes
 * @param atMillis of a view when the last of it occurred
 * @param offset where that record lies; {@link EffectNews#NOWHERE} of a view
 */
public record ViewNews(View view, byte[] content, byte[] shown, long atMillis, long offset) {

  private static final byte[] NONE = {};

  static ViewNews of(View view, ViewSums sums, ShownItems shown) {
    return new ViewNews(
        view, sums.serialize(), shown.serialize(), sums.asOfMillis(), EffectNews.NOWHERE);
  }

  /** What an experiment is from now on. */
  static ViewNews of(ToldExperiment told) {
    byte[] record = told.record();
    return new ViewNews(
        View.ofVariant(told.name(), ""),
        record == null ? NONE : record,
        NONE,
        EventTime.NEVER,
        told.offset());
  }

  /** Whether it tells what an experiment is. */
  boolean isDefinition() {
    return offset != EffectNews.NOWHERE;
  }

  /** What a single user changes. */
  static ViewNews of(ViewChange change) {
    ViewSums sums = new ViewSums();
    sums.enter(change);
    ShownItems shown = new ShownItems();
    shown.enter(change);
    return of(change.view(), sums, shown);
  }
}
