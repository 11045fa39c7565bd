package dev.freshet.scoring.event;

/** What a user did with an item. */
public enum InteractionKind {
  CLICK,
  STUDY,
  COMMENT,
  QUESTION,
  ANSWER,
  REVIEW,
  LIKE,
  SHARE,
  PURCHASE,
  ACCEPT,
  DISLIKE
}
