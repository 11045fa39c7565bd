/**
 * The edge to Redis: what is to be written, and a sink that writes it in batches, holds the job
 * back while Redis is away, and keeps the function libraries loaded.
 */
@NullMarked
package dev.freshet.runtime.redis;

import org.jspecify.annotations.NullMarked;
