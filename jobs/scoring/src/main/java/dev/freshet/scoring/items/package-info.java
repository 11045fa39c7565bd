/** What is counted of each item, and the directory of all items. */
@NullMarked
package dev.freshet.scoring.items;

import org.jspecify.annotations.NullMarked;
