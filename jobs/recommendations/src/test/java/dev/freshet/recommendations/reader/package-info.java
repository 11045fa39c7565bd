/** The contract of the reader function, kept by every kind of client on a real Redis. */
@NullMarked
package dev.freshet.recommendations.reader;

import org.jspecify.annotations.NullMarked;
