package dev.freshet.engagement.community;

import dev.freshet.scoring.community.Company;

/** A user was with an item, and this is who learns it too. */
public record CompanyNews(long atMillis, long cause, String user, Company company)
    implements News {}
