package dev.freshet.scoring;

/** What a learner did with an item. */
public enum InteractionKind {
  CLICK,
  STUDY,
  COMMENT,
  QUESTION,
  ANSWER,
  REVIEW,
  LIKE,
  SHARE,
  PURCHASE
}
