package dev.freshet.schemas;

/** A record was written with a schema that this reader has never seen. */
public final class UnknownSchemaException extends Exception {

  private final long fingerprint;

  UnknownSchemaException(String record, long fingerprint) {
    super(
        String.format(
            "no schema of %s has the fingerprint %016x; add the writer's schema to the reader",
            record, fingerprint));
    this.fingerprint = fingerprint;
  }

  /** The CRC-64-AVRO fingerprint found in the record's header. */
  public long fingerprint() {
    return fingerprint;
  }
}
