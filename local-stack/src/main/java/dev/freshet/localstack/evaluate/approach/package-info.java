/** What makes the lists that are judged: Freshet and its baselines. */
@NullMarked
package dev.freshet.localstack.evaluate.approach;

import org.jspecify.annotations.NullMarked;
