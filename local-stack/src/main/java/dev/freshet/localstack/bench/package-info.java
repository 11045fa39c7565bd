/**
 * The command {@code bench}: how fast the jobs are, as ratios to bare jobs measured in the same run
 * on the same log, broker and Redis.
 */
@NullMarked
package dev.freshet.localstack.bench;

import org.jspecify.annotations.NullMarked;
