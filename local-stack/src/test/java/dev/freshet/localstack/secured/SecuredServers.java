package dev.freshet.localstack.secured;

import dev.freshet.localstack.rules.RuleSet;
import dev.freshet.localstack.rules.RuleTopic;
import dev.freshet.recommendations.RecommendationsJob;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.record.Topics;
import dev.freshet.testing.EmbeddedKafka;
import dev.freshet.testing.EmbeddedRedis;
import dev.freshet.testing.TestCertificates;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka and a real Redis that speak TLS only, with clients that they trust, and a Redis
 * whose users have the rights of the contract.
 */
final class SecuredServers implements AutoCloseable {

  /** Password of every user of Redis. */
  static final String PASSWORD = "user-hunter2";

  private static final String ACL = "ACL SETUSER ";

  private final Path directory;
  private final TestCertificates certificates;
  private final EmbeddedRedis redis;
  private final EmbeddedKafka kafka;
  private final List<RedisClient> clients = new ArrayList<>();
  private final RedisCommands<String, String> admin;

  SecuredServers(Path directory) throws Exception {
    this.directory = directory;
    certificates = TestCertificates.make(directory.resolve("certificates"));
    redis = EmbeddedRedis.startTls(certificates);
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0, certificates.ofKafka());
    admin = connect(address());
    for (String line : contract()) {
      setUser(line);
    }
    setUser("default off");
    createTopics();
  }

  /** The lines of the page that readers of the contract copy. */
  private static List<String> contract() throws IOException {
    Path page = Path.of(System.getProperty("root.directory", ".."), "schemas", "redis-keys.md");
    try (Stream<String> lines = Files.lines(page)) {
      return lines
          .filter(line -> line.startsWith(ACL))
          .map(line -> line.substring(ACL.length()).replace("PASSWORD", PASSWORD))
          .toList();
    }
  }

  private void setUser(String rights) {
    CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8).add("SETUSER");
    Arrays.stream(rights.split(" ", -1)).forEach(arguments::add);
    admin.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments);
  }

  /** What Redis has refused to anybody. */
  List<Map<String, Object>> refusals() {
    return admin.aclLog();
  }

  /** Which documents the jobs believe to be there, or null if they could not tell. */
  @Nullable String generation() {
    return admin.get("generation");
  }

  private RedisURI address() {
    return RedisURI.create(redis.uri());
  }

  /** Redis as a user of the contract has it. */
  RedisCommands<String, String> redisAs(String user) {
    RedisURI address = address();
    address.setCredentialsProvider(new StaticCredentialsProvider(user, PASSWORD.toCharArray()));
    return connect(address);
  }

  private RedisCommands<String, String> connect(RedisURI address) {
    RedisClient client = RedisClient.create(address);
    clients.add(client);
    SslOptions tls =
        SslOptions.builder()
            .truststore(certificates.trustOfClient().toFile(), TestCertificates.PASSWORD)
            .keystore(certificates.clientStore().toFile(), TestCertificates.PASSWORD.toCharArray())
            .build();
    client.setOptions(ClientOptions.builder().sslOptions(tls).build());
    return client.connect().sync();
  }

  private void createTopics() throws Exception {
    Topics topics = topics();
    try (Admin kafkaAdmin = Admin.create(kafkaClient())) {
      kafkaAdmin
          .createTopics(
              Stream.concat(
                      topics.interactions().stream(),
                      Stream.of(
                          topics.items(),
                          topics.exposures(),
                          topics.rejected(),
                          "rewards",
                          "audience-changes",
                          "effects"))
                  .map(topic -> new NewTopic(topic, 1, (short) 1))
                  .toList())
          .all()
          .get();
    }
  }

  Topics topics() throws IOException {
    return RuntimeSettings.from(
            Configuration.fromMap(options("recommendations")), RecommendationsJob.NAME)
        .kafka()
        .topics();
  }

  private Map<String, Object> kafkaClient() {
    Map<String, Object> client = new HashMap<>(certificates.ofKafkaClient());
    client.put("bootstrap.servers", kafka.bootstrapServers());
    return client;
  }

  /** Puts rules in force. */
  void apply(RuleSet rules) {
    new RuleTopic(kafkaClient(), "rules").apply(rules);
  }

  void send(ProducerRecord<byte[], byte[]> record) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(record).get();
    }
  }

  /** The options of a job, which are no secrets: those are in files. */
  Map<String, String> options(String job) throws IOException {
    Map<String, String> options = new HashMap<>();
    options.put("kafka.bootstrap-servers", kafka.bootstrapServers());
    options.put("kafka.properties-file", properties(certificates.ofKafkaClient()).toString());
    options.put("kafka.topics.exposures", "exposures");
    options.put("redis.uri", redis.uri());
    options.put("redis.username", job);
    options.put("redis.password-file", secret(PASSWORD));
    options.put("redis.tls.trust-store", certificates.trustOfClient().toString());
    options.put("redis.tls.trust-store-password-file", secret(TestCertificates.PASSWORD));
    options.put("redis.tls.key-store", certificates.clientStore().toString());
    options.put("redis.tls.key-store-password-file", secret(TestCertificates.PASSWORD));
    return options;
  }

  /** A file with a secret in it. */
  String secret(String secret) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "secret", ""), secret).toString();
  }

  /** A file for Kafka's clients. */
  Path properties(Map<String, String> client) throws IOException {
    Properties properties = new Properties();
    properties.putAll(client);
    Path file = Files.createTempFile(directory, "kafka", ".properties");
    try (var out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    return file;
  }

  /** Kafka's clients with another password for the key store. */
  Path propertiesWithKeyStorePassword(String password) throws IOException {
    Map<String, String> wrong = new HashMap<>(certificates.ofKafkaClient());
    wrong.put("ssl.keystore.password", password);
    return properties(wrong);
  }

  @Override
  public void close() {
    clients.forEach(RedisClient::shutdown);
    redis.close();
    kafka.close();
  }
}
