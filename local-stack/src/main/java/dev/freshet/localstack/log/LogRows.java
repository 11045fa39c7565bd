package dev.freshet.localstack.log;

import java.io.Closeable;
import java.util.Iterator;

/** The good rows of an open file, one after the other. */
interface LogRows<T> extends Iterator<T>, Closeable {}
