package dev.freshet.runtime.state;

import java.util.Collection;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.Priority;

/**
 * Lets RocksDB compact with what processors have to spare: in Linux its threads get the lowest
 * priority (nice 19), so that events go first. Threads that write buffers out keep theirs, since
 * checkpoints wait for them.
 *
 * <p>All databases of a process share these threads, those of its other jobs as well, and their
 * priority stays as it is for as long as the process lives.
 */
public final class QuietCompaction implements RocksDBOptionsFactory {

  private static final long serialVersionUID = 1L;

  @Override
  public DBOptions createDBOptions(DBOptions options, Collection<AutoCloseable> handlesToClose) {
    Env.getDefault().lowerThreadPoolCPUPriority(Priority.LOW);
    return options;
  }

  @Override
  public ColumnFamilyOptions createColumnOptions(
      ColumnFamilyOptions options, Collection<AutoCloseable> handlesToClose) {
    return options;
  }
}
