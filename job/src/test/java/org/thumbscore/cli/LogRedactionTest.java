package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher's logging, whose patterns leave out what {@code Redaction} leaves out. */
class LogRedactionTest {
  private static final Path CONFIG = Path.of("../conf/log4j2.properties");
  private static final int LONG = 1 << 18;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET s3a://AKIAKEY:S3cR/a+b==@lake/x and s3a://L:c/S3cR@pond/y",
        "s3a://K:a%2FS3cR@lake/x",
        "s3a:/K:a@S3cR:b@lake/x",
        "https://h/x?X-Amz-Signature=S3cR&a=S3cR failed",
        "spark.hadoop.fs.s3a.secret.key=ab/S3cR+==",
        "fs.s3a.secret.key -> S3cR, b -> c",
        "{\"secretKey\": \"S3cR\", \"b\": 1}",
        "{\\\"secret\\\":\\\"S3cR\\\"}",
        "fs.s3a.secret.key: S3cR",
        "Authorization: AWS4-HMAC-SHA256 Credential=AKIA/x, Signature=S3cR",
        "X-Amz-Security-Token%3DS3cR",
      })
  void secretsReachNeitherTheFileNorTheConsole(String message) throws IOException {
    for (String appender : new String[] {"file", "console"}) {
      String line = format(appender, message, new IOException(message + "\n " + message));
      assertFalse(line.contains("S3cR"), line);
      assertFalse(line.contains("AKIAKEY"), line);
      assertTrue(line.contains("***"), line);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run r1 scores 12:30@place, joe@example.org",
        "s3a://lake/news/joe@example.org.jpg",
        "java.util.NoSuchElementException: next token: x",
        "score.batch-size = 32",
      })
  void innocentTextStays(String message) throws IOException {
    String line = format("console", message, null).strip();
    assertEquals(message, line.substring(line.indexOf(' ') + 1).replace("token: ***", "token: x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {":/", "://", "a:b@", "?", "@", "a", "secret", "a://?", "token: ", ":"})
  void hostileTextIsLoggedInLinearTime(String part) throws IOException {
    String message = part.repeat(LONG / part.length());
    assertTimeoutPreemptively(Duration.ofMinutes(2), () -> format("file", message, null));
  }

  private static String format(String appender, String message, Throwable thrown)
      throws IOException {
    Properties config = new Properties();
    try (Reader in = Files.newBufferedReader(CONFIG)) {
      config.load(in);
    }
    PatternLayout layout =
        PatternLayout.newBuilder()
            .withPattern(config.getProperty("appender." + appender + ".layout.pattern"))
            .withAlwaysWriteExceptions(false)
            .build();
    return layout.toSerializable(
        Log4jLogEvent.newBuilder()
            .setLoggerName("org.thumbscore.Test")
            .setLevel(Level.WARN)
            .setMessage(new SimpleMessage(message))
            .setThrown(thrown)
            .build());
  }
}
