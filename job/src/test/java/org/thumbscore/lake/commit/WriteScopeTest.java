package org.thumbscore.lake.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.InputLocation;

class WriteScopeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "file:///lake/day=1, file:///lake/day=1, true",
    "file:///lake/day=1, file:///lake/day=10, false",
    "file:///lake/day=1, file:///lake, true",
    "file:///, file:///lake, true",
    "file:///lake, s3a://lake, false",
  })
  void directoriesOverlapWhereOneIsWithinTheOther(String one, String other, boolean expected) {
    WriteScope first = new WriteScope(List.of("file:///elsewhere", one));
    WriteScope second = new WriteScope(List.of(other));
    assertEquals(expected, first.overlaps(second));
    assertEquals(expected, second.overlaps(first));
    assertEquals(true, first.overlaps(WriteScope.WHOLE));
    assertEquals(true, WriteScope.WHOLE.overlaps(second));
  }

  @Test
  void scopeOfAnInputIsItsDirectories() throws IOException {
    Path day = Files.createDirectories(folder.resolve("lake/day=1"));
    Path file = Files.writeString(day.resolve("part.parquet"), "");
    Files.createDirectories(folder.resolve("lake/day=2"));
    String one = "file://" + day;
    assertEquals(List.of(one), scope(day.toString()).directories());
    assertEquals(List.of(one), scope(file.toString()).directories());
    assertEquals(
        List.of(one, one.replace("day=1", "day=2")), scope(folder + "/lake/day=*").directories());
    assertEquals(WriteScope.WHOLE, scope(folder + "/nothing*"));
    assertEquals(
        WriteScope.WHOLE,
        WriteScope.of(new InputLocation("db.articles", Optional.of("table")), new Configuration()));
    assertThrows(InputException.class, () -> scope("unknown://lake"));
  }

  /** The scope is kept in a file of the output. */
  @Test
  void credentialsOfAnInputAreNotKept() {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.secret.impl", Anywhere.class, org.apache.hadoop.fs.FileSystem.class);
    WriteScope scope =
        WriteScope.of(new InputLocation("secret://key:word@bucket/a", Optional.empty()), hadoop);
    assertEquals(List.of("secret://bucket/a"), scope.directories());
  }

  /** A file system in which every path is a directory. */
  public static final class Anywhere extends RawLocalFileSystem {
    @Override
    public void initialize(java.net.URI name, Configuration conf) {
      setConf(conf);
    }

    @Override
    public org.apache.hadoop.fs.FileStatus getFileStatus(org.apache.hadoop.fs.Path path) {
      return new org.apache.hadoop.fs.FileStatus(0, true, 1, 1, 0, path);
    }
  }

  @Test
  void scopeOfAnOlderVersionIsTheWholeOutput() throws IOException {
    JsonMapper json = new JsonMapper();
    WriteScope scope = new WriteScope(List.of("file:///lake"));
    assertEquals("[\"file:///lake\"]", json.writeValueAsString(scope));
    assertEquals(scope, json.readValue("[\"file:///lake\"]", WriteScope.class));
    String old =
        """
        {"run_id": "r", "host": "h", "machine": "m", "pid": 1, "process_started": "1", "since": "s"}
        """;
    assertEquals(WriteScope.WHOLE, json.readValue(old, LockHolder.class).scope());
  }

  private static WriteScope scope(String input) {
    return WriteScope.of(new InputLocation(input, Optional.empty()), new Configuration());
  }
}
