/** The choice model: the signals of an item, their weights, and how the weights are learned. */
@NullMarked
package dev.freshet.scoring.model;

import org.jspecify.annotations.NullMarked;
