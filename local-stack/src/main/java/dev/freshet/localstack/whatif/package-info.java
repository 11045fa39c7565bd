/** The command {@code what-if}: which of two settings serves better, and whose lists change. */
@NullMarked
package dev.freshet.localstack.whatif;

import org.jspecify.annotations.NullMarked;
