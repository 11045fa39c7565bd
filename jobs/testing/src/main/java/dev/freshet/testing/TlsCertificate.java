package dev.freshet.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A certificate that signed itself, for servers of this machine, with its key.
 *
 * @param certificate PEM file, which clients trust
 * @param key PEM file, without a password
 */
public record TlsCertificate(Path certificate, Path key) {

  private static final String ALIAS = "server";
  private static final String PASSWORD = "changeit";
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  /** Makes one for {@code localhost} and 127.0.0.1 with the JDK's own tool. */
  public static TlsCertificate in(Path directory) throws IOException, InterruptedException {
    Path store = Files.createDirectories(directory).resolve("server.p12");
    generate(store);
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      return new TlsCertificate(
          write(
              directory.resolve("server.crt"),
              "CERTIFICATE",
              keys.getCertificate(ALIAS).getEncoded()),
          write(
              directory.resolve("server.key"),
              "PRIVATE KEY",
              keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no certificate from " + store, e);
    }
  }

  private static void generate(Path store) throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool has failed: " + printed);
    }
  }

  private static Path write(Path file, String what, byte[] content) throws IOException {
    return Files.write(
        file,
        List.of(
            "-----BEGIN " + what + "-----",
            LINES.encodeToString(content),
            "-----END " + what + "-----"));
  }
}
