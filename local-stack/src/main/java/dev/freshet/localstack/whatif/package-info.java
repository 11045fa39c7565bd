/**
 * The command {@code what-if}: which of two settings serves better, whose lists change, and what
 * rules on lists do.
 */
@NullMarked
package dev.freshet.localstack.whatif;

import org.jspecify.annotations.NullMarked;
