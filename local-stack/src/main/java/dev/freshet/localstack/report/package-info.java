/** What all reports share: tables of text, charts, and pictures of them. */
@NullMarked
package dev.freshet.localstack.report;

import org.jspecify.annotations.NullMarked;
