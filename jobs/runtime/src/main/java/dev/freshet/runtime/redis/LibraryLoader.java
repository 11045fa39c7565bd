package dev.freshet.runtime.redis;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads libraries into every master that lacks them. Where Redis does not let it, it says so and
 * leaves the rest of the work alone.
 */
final class LibraryLoader {

  private static final Logger LOG = LoggerFactory.getLogger(LibraryLoader.class);

  private final List<RedisLibrary> libraries;
  private final Duration timeout;

  /** The last thing logged about a library on a server that refuses it. */
  private final Map<String, String> told = new HashMap<>();

  /** On how many servers libraries are missing, by name. */
  private volatile Map<String, Integer> missing = Map.of();

  LibraryLoader(List<RedisLibrary> libraries, Duration timeout) {
    this.libraries = libraries;
    this.timeout = timeout;
  }

  List<String> names() {
    return libraries.stream().map(RedisLibrary::name).toList();
  }

  /** Loads what is missing or older than ours. */
  void load(RedisLink link) throws InterruptedException, ExecutionException, TimeoutException {
    Set<String> places = new HashSet<>();
    Map<String, Integer> refused = new HashMap<>();
    for (var master : link.masters().entrySet()) {
      for (RedisLibrary library : libraries) {
        Place place = new Place(library, master.getKey(), master.getValue());
        place.keepLoaded();
        places.add(place.name);
        if (told.containsKey(place.name)) {
          refused.merge(library.name(), 1, Integer::sum);
        }
      }
    }
    told.keySet().retainAll(places);
    missing = refused;
  }

  /**
   * How many servers had no library of this name when it was last looked for, and did not take it;
   * for any thread.
   */
  int missing(String library) {
    return missing.getOrDefault(library, 0);
  }

  /** One library on one server. */
  private final class Place {

    private final RedisLibrary library;
    private final String name;
    private final StatefulRedisConnection<String, String> server;

    private Place(
        RedisLibrary library, String address, StatefulRedisConnection<String, String> server) {
      this.library = library;
      this.server = server;
      name = address.isEmpty() ? library.name() : library.name() + " at " + address;
    }

    private void keepLoaded() throws InterruptedException, ExecutionException, TimeoutException {
      try {
        @Nullable String loaded = loadedVersion();
        if (loaded == null || library.isNewerThan(loaded)) {
          RedisLink.await(server.async().functionLoad(library.code(), true), server, timeout);
          LOG.info(
              "Loaded the function library {}, version {} instead of {}",
              name,
              library.version(),
              loaded == null ? "none" : loaded);
        }
        told.remove(name);
      } catch (ExecutionException e) {
        tell(e);
      }
    }

    private void tell(ExecutionException failure) throws ExecutionException {
      RedisError error = RedisError.of(failure);
      // Memory may stay short for long, and deletes have to get through meanwhile.
      if (!error.isOfOneCommand() && !error.isOutOfMemory()) {
        throw failure;
      }
      if (!error.message().equals(told.put(name, error.message()))) {
        LOG.error(
            "The function library {} cannot be loaded, so that its functions are missing: {}{}",
            name,
            error.message(),
            error.remedy());
      }
    }

    private @Nullable String loadedVersion()
        throws InterruptedException, ExecutionException, TimeoutException {
      try {
        Object version =
            RedisLink.await(
                server
                    .async()
                    .fcallReadOnly(
                        library.versionFunction(), ScriptOutputType.VALUE, new String[0]),
                server,
                timeout);
        return String.valueOf(version);
      } catch (ExecutionException e) {
        if (RedisError.of(e).isFunctionNotFound()) {
          return null;
        }
        throw e;
      }
    }
  }
}
