/**
 * How a job reads its options: from arguments and files, with errors that name the key, and as
 * pages for people.
 */
@NullMarked
package dev.freshet.runtime.settings;

import org.jspecify.annotations.NullMarked;
