package dev.freshet.effect;

import dev.freshet.scoring.experiment.ShownItems;
import dev.freshet.scoring.experiment.View;
import dev.freshet.scoring.experiment.ViewChange;
import dev.freshet.scoring.experiment.ViewSums;

/**
 * What changes of the users of one task in a view.
 *
 * @param view the placement or variant
 * @param sums of users, to be added
 * @param shown which items they were shown
 * @param atMillis when the last of it occurred
 */
public record ViewNews(View view, byte[] sums, byte[] shown, long atMillis) {

  static ViewNews of(View view, ViewSums sums, ShownItems shown) {
    return new ViewNews(view, sums.serialize(), shown.serialize(), sums.asOfMillis());
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
