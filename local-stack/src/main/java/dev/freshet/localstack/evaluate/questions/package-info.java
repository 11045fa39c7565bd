/** Judges to whom questions are routed. */
@NullMarked
package dev.freshet.localstack.evaluate.questions;

import org.jspecify.annotations.NullMarked;
