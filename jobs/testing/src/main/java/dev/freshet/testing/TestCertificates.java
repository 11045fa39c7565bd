package dev.freshet.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Certificates of a server and of a client that trust each other and nobody else: as PKCS12 stores
 * for Java, and as PEM files for others. The server's is of the host {@code localhost} alone, not
 * of its address.
 */
public final class TestCertificates {

  /** Password of every store. */
  public static final String PASSWORD = "store-hunter2";

  private static final String STORE_TYPE = "PKCS12";
  private static final String ALIAS = "own";
  private static final String CERTIFICATE = "crt";
  private static final String KEY = "key";
  private static final int LINE = 64;

  private final Path directory;

  private TestCertificates(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes the certificates.
   *
   * @param directory where; made if it is new
   */
  public static TestCertificates make(Path directory) {
    TestCertificates made = new TestCertificates(directory);
    try {
      Files.createDirectories(directory);
      for (String owner : List.of("server", "client")) {
        made.generate(owner);
        made.export(owner);
      }
      made.trust(made.trustOfClient(), "server");
      // A broker is a client of itself.
      made.trust(made.trustOfServer(), "client", "server");
      return made;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot make certificates in " + directory, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while making certificates", e);
    }
  }

  /** The server's own certificate and key. */
  public Path serverStore() {
    return directory.resolve("server.p12");
  }

  /** The client's own certificate and key. */
  public Path clientStore() {
    return directory.resolve("client.p12");
  }

  /** What a server trusts: the client, and itself. */
  public Path trustOfServer() {
    return directory.resolve("client-trust.p12");
  }

  /** What a client trusts. */
  public Path trustOfClient() {
    return directory.resolve("server-trust.p12");
  }

  /** The server's own certificate, PEM: what a client trusts. */
  public Path serverCertificate() {
    return pem("server", CERTIFICATE);
  }

  /** The client's own certificate, PEM: what a server trusts. */
  public Path clientCertificate() {
    return pem("client", CERTIFICATE);
  }

  /** The key of the client's certificate, PEM without a password. */
  public Path clientKey() {
    return pem("client", KEY);
  }

  private Path pem(String owner, String what) {
    return directory.resolve(owner + "." + what);
  }

  /** The arguments of a Redis that speaks TLS only, and trusts the client's certificate. */
  List<String> ofRedis(int port) {
    return List.of(
        "--port",
        "0",
        "--tls-port",
        Integer.toString(port),
        "--tls-cert-file",
        serverCertificate().toString(),
        "--tls-key-file",
        pem("server", KEY).toString(),
        "--tls-ca-cert-file",
        clientCertificate().toString());
  }

  /** The settings of an embedded Kafka that speaks TLS only, with clients that it trusts. */
  public Map<String, String> ofKafka() {
    return Map.of(
        "listener.security.protocol.map",
        "PLAINTEXT:SSL,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name",
        "PLAINTEXT",
        "ssl.client.auth",
        "required",
        "ssl.keystore.location",
        serverStore().toString(),
        "ssl.keystore.password",
        PASSWORD,
        "ssl.keystore.type",
        STORE_TYPE,
        "ssl.truststore.location",
        trustOfServer().toString(),
        "ssl.truststore.password",
        PASSWORD,
        "ssl.truststore.type",
        STORE_TYPE);
  }

  /** The properties of a Kafka client that is let in there. */
  public Map<String, String> ofKafkaClient() {
    return Map.of(
        "security.protocol",
        "SSL",
        "ssl.keystore.location",
        clientStore().toString(),
        "ssl.keystore.password",
        PASSWORD,
        "ssl.keystore.type",
        STORE_TYPE,
        "ssl.truststore.location",
        trustOfClient().toString(),
        "ssl.truststore.password",
        PASSWORD,
        "ssl.truststore.type",
        STORE_TYPE);
  }

  private void generate(String owner) throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + owner,
                "-ext",
                "san=dns:localhost",
                "-validity",
                "2",
                "-storetype",
                STORE_TYPE,
                "-storepass",
                PASSWORD,
                "-keystore",
                directory.resolve(owner + ".p12").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
  }

  private void export(String owner) throws IOException, GeneralSecurityException {
    KeyStore own = own(owner);
    Certificate certificate = Objects.requireNonNull(own.getCertificate(ALIAS));
    Key key = Objects.requireNonNull(own.getKey(ALIAS, PASSWORD.toCharArray()));
    write(pem(owner, CERTIFICATE), "CERTIFICATE", certificate.getEncoded());
    write(pem(owner, KEY), "PRIVATE KEY", Objects.requireNonNull(key.getEncoded()));
  }

  private KeyStore own(String owner) throws IOException, GeneralSecurityException {
    Path store = directory.resolve(owner + ".p12");
    return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
  }

  private void trust(Path store, String... owners) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(STORE_TYPE);
    trusted.load(null, PASSWORD.toCharArray());
    for (String owner : owners) {
      trusted.setCertificateEntry(owner, own(owner).getCertificate(ALIAS));
    }
    try (var file = Files.newOutputStream(store)) {
      trusted.store(file, PASSWORD.toCharArray());
    }
  }

  private static void write(Path file, String what, byte[] encoded) throws IOException {
    byte[] lineEnd = {'\n'};
    Files.writeString(
        file,
        "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
            .formatted(what, Base64.getMimeEncoder(LINE, lineEnd).encodeToString(encoded)));
  }
}
