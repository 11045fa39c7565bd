/** The image, really built and really started. */
@NullMarked
package dev.freshet.k8s.image;

import org.jspecify.annotations.NullMarked;
