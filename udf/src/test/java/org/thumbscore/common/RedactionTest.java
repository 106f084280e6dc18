package org.thumbscore.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  /** Quadratic work on as many characters would take hours. */
  private static final int LONG = 1 << 20;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S3cR",
        "ab/S3cR",
        "/S3cR",
        "ab+S3cR==",
        "ab%2FS3cR",
        "ab@S3cR",
        "ab:S3cR",
        "a/b@c:S3cR/d",
        "S3cR%40x",
        "?S3cR",
        "a?b=S3cR",
        "S3cR,x",
        "S3cR//x"
      })
  void secretInUserInfoIsBlankedWhateverItHolds(String secret) {
    for (String before : List.of("", "Cannot read ", "--input=", "'", "\"", "[", "a b ")) {
      String clean = Redaction.redact(before + "s3a://AKIAKEY:" + secret + "@lake/news/a.parquet");
      assertFalse(clean.contains("S3cR") || clean.contains("AKIAKEY"), clean);
      assertEquals(before + "s3a://***@lake/news/a.parquet", clean);
      assertEquals(clean, Redaction.redact(clean));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "s3a:/K:a/b@lake/x s3a:/***@lake/x",
        "s3a:///K:a/b@lake/x s3a:///***@lake/x",
        "https://token@example.org/x https://***@example.org/x",
        "//K:a/b@lake/x //***@lake/x",
        "s3a%3A%2F%2FK%3Aa%2Fb%40lake%2Fx s3a%3A%2F%2F***%40lake%2Fx",
        "file:///out/in=s3a%3A%2F%2FK%3Aa%40lake file:///out/in=s3a%3A%2F%2F***%40lake",
        "file:/out/s3a://K:a/b@lake/x file:/***@lake/x",
        "https://h/x?sig=1&q=2 https://h/x?***",
        "https://h/x?abc: https://h/x?***:",
        "https://h/x#access_token=abc https://h/x#access_token=***",
        "a.jpg?X-Amz-Signature=abc a.jpg?***",
        "s3a://K:a/b@lake/x,s3a://L:c/d@pond/y s3a://***@lake/x,s3a://***@pond/y",
        "wasb://key:s@lake/p wasb://***@lake/p",
      })
  void credentialsOfUrisAreBlanked(String text, String clean) {
    assertEquals(clean, Redaction.redact(text));
    assertEquals(clean, Redaction.redact(clean));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "--conf=spark.hadoop.fs.s3a.secret.key=ab/c+d==~--conf=spark.hadoop.fs.s3a.secret.key=***",
        "fs.s3a.bucket.x.access.key = ab/c~fs.s3a.bucket.x.access.key = ***",
        "(fs.s3a.session.token,ab),password=x~(fs.s3a.session.token,ab),password=***",
        "{\"secretKey\": \"a\\\"b\", \"b\": 1}~{\"secretKey\": \"***\", \"b\": 1}",
        "{\"secretKey\":\"ab\",\"b\":1}~{\"secretKey\":\"***\",\"b\":1}",
        "{\"token\":12,\"b\":1}~{\"token\":***,\"b\":1}",
        "{\\\"secret\\\":\\\"ab\\\",\\\"b\\\":1}~{\\\"secret\\\":\\\"***\\\",\\\"b\\\":1}",
        "[\"--set\",\"a.password=ab\",\"x\"]~[\"--set\",\"a.password=***\",\"x\"]",
        "a.password=\"two words\" b~a.password=\"***\" b",
        "a.password=\"no end of it~a.password=\"***",
        "{a.secret=ab, b=c}~{a.secret=***, b=c}",
        "Map(a.secret -> ab, b -> c)~Map(a.secret -> ***, b -> c)",
        "fs.s3a.secret.key: ab~fs.s3a.secret.key: ***",
        "Password: hunter2~Password: ***",
        "Authorization: AWS4-HMAC-SHA256 Credential=AKIA/x Signature=ab~Authorization: ***",
        "X-Amz-Security-Token%3Dab~X-Amz-Security-Token%3D***",
        "AccountKey=ab/c+d==;EndpointSuffix=x~AccountKey=***",
      })
  void valuesOfSecretKeysAreBlanked(String text, String clean) {
    assertEquals(clean, Redaction.redact(text));
    assertEquals(clean, Redaction.redact(clean));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "joe@example.org wrote at 12:30@place that 3:4 holds",
        "mailto:joe@example.org",
        "Cannot read input /news/2x@photo.jpg: nothing is there. Did you mean a? Or b?",
        "data/part-?0.parquet",
        "file:/home/joe/a:b@c/part-?.parquet",
        "s3a://lake/news/joe@example.org.jpg",
        "hdfs://namenode:8020/news/part-1.parquet",
        "abfss://news@account.dfs.core.windows.net/a.parquet",
        "Unexpected token: found x, expected y",
        "org.apache.hadoop.security.token.SecretManager$InvalidToken: it has expired",
        "fs.s3a.aws.credentials.provider=org.example.Provider",
        "score.tokenizer=x, https://example.org/news/",
        "Invalid score.batch-size: 0 (must be 1 to 1024)",
      })
  void innocentTextStays(String text) {
    assertEquals(text, Redaction.redact(text));
  }

  @Test
  void messagesOfLibrariesAndStackTracesAreBlankedLineByLine() {
    String trace =
        """
        java.io.IOException: GET https://lake/a?X-Amz-Signature=S3cR on s3a://K:S3cR/x@lake/a: AccessDenied
        \tat org.example.Client.get(Client.java:12)
        Caused by: java.lang.IllegalArgumentException: s3a://K:a@S3cR@lake: bad
        """;
    assertEquals(
        """
        java.io.IOException: GET https://lake/a?*** on s3a://***@lake/a: AccessDenied
        \tat org.example.Client.get(Client.java:12)
        Caused by: java.lang.IllegalArgumentException: s3a://***@lake: bad
        """,
        Redaction.redact(trace));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":/",
        "@",
        "://",
        "a:b@",
        "?",
        "?=",
        "a://",
        "a:/,",
        ",a:/",
        "//",
        "a",
        "-",
        "secret",
        "token=",
        "password=)",
        "\"",
        "\\\"",
        "token=\"",
        "\\",
        "a?",
        "a:/?",
        "%3A%2F",
        "%3a%2fa",
        "%40",
        "a=",
        "-A",
        "access-",
        "=",
        " ",
        "s3a://k:v@b ",
        "x.secret -> ",
        "\u00e9:/"
      })
  void hostileTextTakesLinearTime(String part) {
    String text = part.repeat(LONG / part.length());
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          Redaction.redact(text);
          Redaction.redact("a" + text + "@b");
          Redaction.redact("a://" + text + " @b");
          Redaction.withoutUserInfo(text);
          Redaction.line(text);
          Messages.shortened(text);
        });
  }

  @Test
  void lineIsCutAfterItsCredentialsAreGone() {
    String text = "x ".repeat(90) + "s3a://KEY:" + "S3cR".repeat(300) + "@lake/a";
    String line = Redaction.line("\n\u0007 " + text + "\nsecond line");
    assertFalse(line.contains("S3cR") || line.contains("KEY"), line);
    assertTrue(line.startsWith("x x "), line);
    assertTrue(line.length() <= 203, line);
    String message = Messages.firstLine(new IOException(text));
    assertFalse(message.contains("S3cR") || message.contains("KEY"), message);
  }

  @Test
  void userInfoAloneIsBlankedWherePathsMustStillDiffer() {
    assertEquals("sftp://***@h:22/a:1@b", Redaction.withoutUserInfo("sftp://u:p@h:22/a:1@b"));
    assertEquals("hdfs://n:8020/a:1@b?c", Redaction.withoutUserInfo("hdfs://n:8020/a:1@b?c"));
    assertEquals("file:///a@b", Redaction.withoutUserInfo("file:///a@b"));
    assertEquals("abfss://c@h/a@b", Redaction.withoutUserInfo("abfss://c@h/a@b"));
    assertEquals("wasb://***@h/a@b", Redaction.withoutUserInfo("wasb://c:p@h/a@b"));
  }

  @Test
  void reasonOfWhatSaysNothingIsItsClass() {
    assertEquals("java.io.IOException", Redaction.reason(new IOException()));
    assertEquals("java.io.IOException", Redaction.reason(new IOException(" ")));
    assertEquals("at x:/***@y", Redaction.reason(new IOException("at x:/k:v@y")));
  }
}
