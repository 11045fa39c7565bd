/**
 * Keyed state whose hot values stay decoded in heap. A value is deserialized when its key is first
 * met and serialized again when it has been left alone for a while, when a checkpoint is taken or
 * when its place is needed, so a hot key costs neither RocksDB nor serialization for each event.
 * What is stored is plain keyed state: savepoints, rescaling and recovery know nothing of the
 * cache.
 */
@NullMarked
package dev.freshet.runtime.state;

import org.jspecify.annotations.NullMarked;
