package org.thumbscore.pipeline.path;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.image.PreparedImage.Reason;
import org.thumbscore.image.PreparedImage.Rejected;
import org.thumbscore.pipeline.EmbeddingPipeline;
import org.thumbscore.pipeline.StoredImage;
import org.thumbscore.testing.SlowFileSystem;

@Timeout(60)
class LakeImagesTest {
  private static final long MAX_BYTES = 1000;
  private static final int READERS = 3;
  private static final Duration TIMEOUT = Duration.ofMillis(600);

  @TempDir Path folder;
  private final Configuration hadoop = new Configuration();
  private final CountDownLatch letGo = new CountDownLatch(1);
  private final AtomicLong nanos = new AtomicLong();

  @BeforeEach
  void install() {
    SlowFileSystem.install(hadoop);
  }

  @AfterEach
  void giveBack() {
    letGo.countDown();
    assertEquals(0, ReaderPool.leases());
  }

  @Test
  void pathsAreAbsoluteOrStartFromTheBase() throws Exception {
    write("a.jpg", "first");
    write("in ner/b%20c.jpg", "second");
    try (LakeImages images = open()) {
      assertBytes("first", images.read("slow://" + folder + "/a.jpg"));
      assertBytes("first", images.read("file:" + folder + "/a.jpg"));
      assertBytes("first", images.read("a.jpg"));
      assertBytes("first", images.read(folder + "/a.jpg"));
      assertBytes("second", images.read("in ner/b%20c.jpg"));
      assertBytes("first", images.read("in ner/../a.jpg"));
    }
    assertTrue(nanos.get() > 0);
  }

  @Test
  void whatIsNoImageSaysWhy() throws Exception {
    write("empty.jpg", "");
    write("large.jpg", "x".repeat(1001));
    Files.createDirectory(folder.resolve("directory.jpg"));
    try (LakeImages images = open()) {
      assertRefused(
          Reason.UNREADABLE,
          "Cannot read image %s/absent.jpg: no such file".formatted(base()),
          images.read("absent.jpg"));
      assertRefused(
          Reason.UNREADABLE,
          "Cannot read image %s/directory.jpg: it is a directory; expected an encoded image"
              .formatted(base()),
          images.read("directory.jpg"));
      assertRefused(
          Reason.MISSING,
          "no image: %s/empty.jpg is empty, expected an encoded image".formatted(base()),
          images.read("empty.jpg"));
      assertRefused(
          Reason.TOO_LARGE,
          "1001 bytes; score.max-image-bytes allows 1000",
          images.read("large.jpg"));
    }
    assertEquals(List.of(), SlowFileSystem.opened(), "none of them is worth opening");
  }

  @Test
  void whatIsNoPathInTheLakeSaysWhatItShouldBe() throws Exception {
    try (LakeImages images = open()) {
      assertRefused(
          Reason.UNREADABLE,
          "Cannot read image https://***@example.org/a.jpg?***: it is a URL; expected a path in the lake. Bring it there with 'thumbscore fetch'",
          images.read("https://me:secret@example.org/a.jpg?token=secret"));
      assertRefused(
          Reason.UNREADABLE,
          "Cannot read image odd://a/b.jpg: No FileSystem for scheme \"odd\"",
          images.read("odd://a/b.jpg"));
      assertRefused(
          Reason.UNREADABLE,
          "Cannot read image a:b.jpg: it is neither a path nor a URI",
          images.read("a:b.jpg"));
    }
    ImagePathSettings nowhere = new ImagePathSettings("", READERS, TIMEOUT);
    try (LakeImages images = LakeImages.open(nowhere, MAX_BYTES, hadoop, n -> {})) {
      assertRefused(
          Reason.UNREADABLE,
          "Cannot read image a.jpg: it names no file system; expected a full URI, or score.images.base to start from",
          images.read("a.jpg"));
    }
  }

  @Test
  void failuresOfTheFileSystemAreOneLineWithoutCredentials() throws Exception {
    write("a.jpg", "first");
    try (LakeImages images = open()) {
      SlowFileSystem.onOpening(
          file -> {
            throw new AccessControlException("Permission denied: user=me, access=READ");
          });
      assertRefused(
          Reason.UNREADABLE,
          "Cannot read image %s/a.jpg: Permission denied: user=me, access=READ".formatted(base()),
          images.read("a.jpg"));
      SlowFileSystem.onOpening(
          file -> {
            throw new IOException(
                "GET https://lake/a?sig=s3cret of s3a://AKIA:se/c@ret@lake/a failed\nat line 2");
          });
      assertRefused(
          Reason.UNREADABLE,
          "Cannot read image %s/a.jpg: GET https://lake/a?*** of s3a://***@lake/a failed"
              .formatted(base()),
          images.read("a.jpg"));
      SlowFileSystem.onOpening(
          file -> {
            throw new IllegalStateException();
          });
      assertRefused(
          Reason.UNREADABLE,
          "Cannot read image %s/a.jpg: java.lang.IllegalStateException".formatted(base()),
          images.read("a.jpg"));
      SlowFileSystem.onOpening(
          file -> {
            throw new NoClassDefFoundError("com/example/Client");
          });
      assertRefused(
          Reason.UNREADABLE,
          "Cannot read image %s/a.jpg: com/example/Client".formatted(base()),
          images.read("a.jpg"));
    }
  }

  @Test
  void filesOfAnotherLengthThanAnnouncedAreNotTakenForWhole() throws Exception {
    write("short.jpg", "x".repeat(99));
    write("long.jpg", "x".repeat(900));
    write("unknown.jpg", "x");
    SlowFileSystem.announce("short.jpg", 100);
    SlowFileSystem.announce("long.jpg", 100);
    SlowFileSystem.announce("unknown.jpg", -1);
    try (LakeImages images = open()) {
      assertRefused(
          Reason.UNREADABLE,
          "Cannot read image %s/short.jpg: its file system announced 100 bytes and gave 99; expected a file that nobody is writing"
              .formatted(base()),
          images.read("short.jpg"));
      assertRefused(
          Reason.UNREADABLE,
          "Cannot read image %s/long.jpg: its file system announced 100 bytes and has more; expected a file that nobody is writing"
              .formatted(base()),
          images.read("long.jpg"));
      assertRefused(
          Reason.UNREADABLE,
          "Cannot read image %s/unknown.jpg: its file system does not tell its length"
              .formatted(base()),
          images.read("unknown.jpg"));
      assertEquals(0, images.heldBytes());
    }
  }

  @Test
  void asManyAreReadAtOnceAsThereAreReadersHoweverManyTasks() throws Exception {
    SlowFileSystem.onOpening(SlowFileSystem.wait(20));
    try (LakeImages one = open();
        LakeImages other = open()) {
      List<CompletableFuture<StoredImage>> readings = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        write(i + ".jpg", "number " + i);
        readings.add((i % 2 == 0 ? one : other).read(i + ".jpg"));
      }
      for (int i = 0; i < 30; i++) {
        assertBytes("number " + i, readings.get(i));
      }
    }
    assertEquals(READERS, SlowFileSystem.mostAtOnce());
  }

  @Test
  void hungReadingsAreOverdueAndOthersTakeTheirPlaces() throws Exception {
    hang("h", READERS);
    write("a.jpg", "first");
    try (LakeImages images = open(TIMEOUT)) {
      long start = System.nanoTime();
      List<CompletableFuture<StoredImage>> hung = read(images, "h", READERS);
      CompletableFuture<StoredImage> behind = images.read("a.jpg");
      for (int i = 0; i < READERS; i++) {
        assertRefused(
            Reason.UNREADABLE,
            "Cannot read image %s/h%d.jpg: not read within 0.6 s, score.images.timeout"
                .formatted(base(), i),
            hung.get(i));
      }
      assertBytes("first", behind);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      assertTrue(millis >= 600, millis + " ms");
      // A result is there before its bytes are given back.
      while (images.heldBytes() != "first".length()) {
        Thread.sleep(5);
      }
    }
  }

  @Test
  void beyondABoundOfHungReadingsNoneIsBegunUntilOneComesBack() throws Exception {
    int many = 30;
    hang("h", many);
    write("a.jpg", "first");
    try (LakeImages images = open(TIMEOUT)) {
      for (CompletableFuture<StoredImage> hung : read(images, "h", many)) {
        assertInstanceOf(StoredImage.Refused.class, hung.get());
      }
      assertTrue(SlowFileSystem.opened().size() < 5 * READERS, "threads are bounded");
      assertRefused(
          Reason.UNREADABLE,
          "Cannot read image %s/a.jpg: 12 earlier readings hang in their file system; none is begun until one comes back"
              .formatted(base()),
          images.read("a.jpg"));
      letGo.countDown();
      assertBytesInTheEnd("first", images, "a.jpg");
    }
  }

  @Test
  void bytesReadAheadOfTheDecodersAreBounded() throws Exception {
    int length = 20 << 20;
    Files.write(folder.resolve("large.jpg"), new byte[length]);
    ImagePathSettings patient = new ImagePathSettings(base(), READERS, Duration.ofSeconds(3));
    try (LakeImages images = LakeImages.open(patient, length, hadoop, n -> {})) {
      List<CompletableFuture<StoredImage>> readings = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        readings.add(images.read("large.jpg"));
      }
      while (readings.stream().filter(CompletableFuture::isDone).count() < 3) {
        Thread.sleep(5);
      }
      // Nobody decodes, for longer than a reading may take: that is not the readings' fault.
      Thread.sleep(patient.timeout().toMillis() + 500);
      assertEquals(3, readings.stream().filter(CompletableFuture::isDone).count());
      assertEquals(3L * length, images.heldBytes());
      for (CompletableFuture<StoredImage> reading : readings) {
        assertTrue(images.heldBytes() <= EmbeddingPipeline.MAX_LOOK_AHEAD_BYTES);
        whole(reading).decoded().run();
      }
      assertEquals(0, images.heldBytes());
    }
  }

  @Test
  void oneThatIsLargerThanTheBoundIsReadAlone() throws Exception {
    ImagePathSettings patient = new ImagePathSettings(base(), READERS, Duration.ofSeconds(30));
    int length = (int) EmbeddingPipeline.MAX_LOOK_AHEAD_BYTES + 1;
    Files.write(folder.resolve("large.jpg"), new byte[length]);
    try (LakeImages images = LakeImages.open(patient, length, hadoop, n -> {})) {
      StoredImage.Whole first = whole(images.read("large.jpg"));
      CompletableFuture<StoredImage> second = images.read("large.jpg");
      Thread.sleep(100);
      assertFalse(second.isDone());
      first.decoded().run();
      whole(second).decoded().run();
    }
  }

  @Test
  void cancelledReadingsLetTheirThreadsGo() throws Exception {
    SlowFileSystem.onOpening(SlowFileSystem.wait(50_000));
    try (LakeImages images = open()) {
      write("a.jpg", "first");
      List<CompletableFuture<StoredImage>> readings = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        readings.add(images.read("a.jpg"));
      }
      while (SlowFileSystem.opened().size() < READERS) {
        Thread.sleep(5);
      }
      long start = System.nanoTime();
      // Those in the queue first, as the threads of the others would begin them.
      Collections.reverse(readings);
      readings.forEach(reading -> reading.cancel(false));
      SlowFileSystem.onOpening(file -> {});
      assertBytes("first", images.read("a.jpg"));
      assertTrue(System.nanoTime() - start < 20_000_000_000L, "not only when they were overdue");
      assertEquals(READERS + 1, SlowFileSystem.opened().size(), "those in the queue never began");
    }
  }

  private void hang(String prefix, int files) throws IOException {
    for (int i = 0; i < files; i++) {
      write(prefix + i + ".jpg", "hangs");
      SlowFileSystem.onOpening(prefix + i + ".jpg", SlowFileSystem.hangUntil(letGo));
    }
  }

  private static List<CompletableFuture<StoredImage>> read(
      LakeImages images, String prefix, int files) {
    List<CompletableFuture<StoredImage>> readings = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      readings.add(images.read(prefix + i + ".jpg"));
    }
    return readings;
  }

  private String base() {
    return "slow:" + folder;
  }

  private LakeImages open() {
    return open(Duration.ofSeconds(30));
  }

  private LakeImages open(Duration timeout) {
    ImagePathSettings settings = new ImagePathSettings(base(), READERS, timeout);
    return LakeImages.open(settings, MAX_BYTES, hadoop, nanos::addAndGet);
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static StoredImage.Whole whole(CompletableFuture<StoredImage> reading) throws Exception {
    return assertInstanceOf(StoredImage.Whole.class, reading.get());
  }

  private static void assertBytes(String expected, CompletableFuture<StoredImage> reading)
      throws Exception {
    assertArrayEquals(expected.getBytes(StandardCharsets.UTF_8), whole(reading).bytes());
  }

  private static void assertBytesInTheEnd(String expected, LakeImages images, String path)
      throws Exception {
    while (!(images.read(path).get() instanceof StoredImage.Whole)) {
      Thread.sleep(10);
    }
    assertBytes(expected, images.read(path));
  }

  private static void assertRefused(
      Reason reason, String message, CompletableFuture<StoredImage> reading) throws Exception {
    StoredImage.Refused refused = assertInstanceOf(StoredImage.Refused.class, reading.get());
    assertEquals(new Rejected(reason, message), refused.why());
  }
}
