package org.thumbscore.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleFetcherTest {
  private static final int TASKS = 16;
  private static final int FILES = 7;

  @TempDir Path temp;
  private BundleFolder mini;
  private Path scratch;
  private Configuration lake;

  @BeforeEach
  void bundleInTheLake() {
    mini = BundleFolder.in(temp.resolve("lake"));
    scratch = temp.resolve("scratch");
    lake = LakeFileSystem.configuration();
  }

  @Test
  void localPathIsUsedInPlace() {
    String plain = mini.directory().toString();
    assertEquals(mini.directory(), fetch(plain).directory());
    assertEquals(mini.directory(), fetch("file:" + plain).directory());
    assertEquals(mini.directory(), fetch("file://" + plain + "/").directory());
    assertFalse(Files.exists(scratch));
  }

  @Test
  void localPathMayHoldBlanksAndPercentSigns() {
    BundleFolder odd = BundleFolder.at(temp.resolve("50%20 of models"));
    assertEquals(odd.directory(), fetch(odd.directory().toString()).directory());
  }

  @Test
  void remoteBundleIsCopiedUnderScratch() {
    ModelBundle fetched = fetch(location());
    assertTrue(fetched.directory().startsWith(scratch), fetched.directory()::toString);
    assertEquals("mini", fetched.name());
    assertEquals(mini.open().sha256(), fetched.sha256());
    assertEquals(fetched.directory(), fetch(location()).directory());
    assertEquals(FILES, LakeFileSystem.opened());
  }

  @Test
  void concurrentTasksFetchOneCopy() throws Exception {
    CountDownLatch allAsked = new CountDownLatch(TASKS);
    LakeFileSystem.onOpeningAwait(allAsked);
    Set<Path> copies = new HashSet<>();
    ExecutorService tasks = Executors.newFixedThreadPool(TASKS);
    try {
      List<Future<ModelBundle>> bundles =
          IntStream.range(0, TASKS)
              .mapToObj(
                  i ->
                      tasks.submit(
                          () -> {
                            allAsked.countDown();
                            return fetch(location());
                          }))
              .toList();
      for (Future<ModelBundle> bundle : bundles) {
        copies.add(bundle.get().directory());
      }
    } finally {
      tasks.shutdownNow();
    }
    assertEquals(1, copies.size());
    assertEquals(FILES, LakeFileSystem.opened());
  }

  @Test
  void halfFetchedCopyIsNotTakenForWhole() throws IOException {
    LakeFileSystem.onOpening(
        file -> {
          if (LakeFileSystem.opened() == FILES) {
            throw new IOException("connection lost\n  at the fourth hop");
          }
        });
    assertEquals("Cannot fetch bundle " + location() + ": connection lost", refusal(location()));
    assertEquals(List.of(), copies(), "the half copy takes up disk");
    LakeFileSystem.onOpening(file -> {});
    assertEquals(mini.open().sha256(), fetch(location()).sha256());
  }

  @Test
  void copyThatWasDeletedIsFetchedAgain() {
    Path first = fetch(location()).directory();
    FileUtil.fullyDelete(scratch.toFile());
    ModelBundle second =
        BundleFetcher.fetch(location(), lake, temp.resolve("scratch of the next run"));
    assertEquals(mini.open().sha256(), second.sha256());
    assertFalse(Files.exists(first));
  }

  @Test
  void bundlesOfOneNameDoNotMeet() throws IOException {
    BundleFolder other = BundleFolder.in(temp.resolve("other")).with("extra.json", "{}");
    ModelBundle first = fetch(location());
    ModelBundle second = fetch("lake://" + other.directory());
    assertEquals(mini.open().sha256(), first.sha256());
    assertEquals(other.open().sha256(), second.sha256());
  }

  @Test
  void missingRemotePathIsRefused() {
    assertEquals(
        "Cannot open bundle " + location() + "-2: there is no such directory",
        refusal(location() + "-2"));
  }

  @Test
  void remoteFileIsRefused() {
    String file = location() + "/config.json";
    assertEquals("Cannot open bundle " + file + ": it is a file, not a directory", refusal(file));
  }

  @Test
  void remoteDirectoryThatIsNoBundleIsRefused() throws IOException {
    mini.without("config.json");
    String refusal = refusal(location());
    assertTrue(refusal.startsWith("Cannot use bundle mini: it lacks config.json; "), refusal);
  }

  @Test
  void missingLocalPathIsRefused() {
    String refusal = refusal(temp.resolve("absent").toString());
    String start = "Cannot open bundle " + temp.resolve("absent") + ": there is no such directory";
    assertTrue(refusal.startsWith(start), refusal);
  }

  @Test
  void unknownSchemeIsRefused() {
    assertEquals(
        "Cannot fetch bundle swamp:/models/mini: No FileSystem for scheme \"swamp\"",
        refusal("swamp:/models/mini"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lake:models/mini", "file:models/mini"})
  void whatIsNoPathIsRefused(String location) {
    String refusal = refusal(location);
    String start = "Cannot open bundle '" + location + "': not a path or URI: ";
    assertTrue(refusal.startsWith(start), refusal);
  }

  private String location() {
    return "lake:" + mini.directory();
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> copies = Files.list(scratch.resolve("bundles"))) {
      return copies.toList();
    }
  }

  private ModelBundle fetch(String location) {
    return BundleFetcher.fetch(location, lake, scratch);
  }

  private String refusal(String location) {
    String message = assertThrows(BundleException.class, () -> fetch(location)).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }
}
