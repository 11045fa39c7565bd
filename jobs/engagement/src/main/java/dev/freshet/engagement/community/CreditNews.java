package dev.freshet.engagement.community;

import dev.freshet.scoring.community.Credit;

/** Somebody has helped others in a tag. */
public record CreditNews(long atMillis, long cause, String tag, Credit credit) implements News {}
