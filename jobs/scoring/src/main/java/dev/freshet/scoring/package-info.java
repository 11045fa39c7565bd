/**
 * Pure scoring arithmetic: values in, values out. No clock, no Flink, no input or output. Also
 * holds the whole recommender as one object, composed of the parts that the jobs use.
 */
@NullMarked
package dev.freshet.scoring;

import org.jspecify.annotations.NullMarked;
