package dev.freshet.engagement.community;

import dev.freshet.scoring.community.OpenQuestion;
import org.jspecify.annotations.Nullable;

/**
 * A question is put to a user, or waits no more.
 *
 * @param question null if it waits no more
 */
public record AskNews(
    long atMillis, long cause, String user, String thread, @Nullable OpenQuestion question)
    implements News {}
