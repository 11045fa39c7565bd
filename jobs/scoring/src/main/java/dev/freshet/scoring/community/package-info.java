/**
 * Who can answer a question: what members of a community did, and what that says about the next
 * answer.
 */
@NullMarked
package dev.freshet.scoring.community;

import org.jspecify.annotations.NullMarked;
