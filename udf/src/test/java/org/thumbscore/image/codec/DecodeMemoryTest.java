package org.thumbscore.image.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.thumbscore.image.header.DecodeMemory;
import org.thumbscore.image.header.ImageSize;
import org.thumbscore.image.header.TooLargeException;

/** What images may take of memory. */
class DecodeMemoryTest {
  private static final long MEGABYTE = 1 << 20;

  @Test
  void largeImageWaitsUntilTheOtherIsClosed() throws Exception {
    DecodeMemory memory = new DecodeMemory(100 * MEGABYTE);
    DecodeMemory.Claim first = memory.claim();
    first.take(60 * MEGABYTE);
    DecodedImage image =
        ClaimedImage.of(new OrientedImage(new ImageSize(1, 1), new int[] {7}), first);
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(() -> take(memory.claim(), 60 * MEGABYTE));
    assertThrows(TimeoutException.class, () -> second.get(200, TimeUnit.MILLISECONDS));
    image.close();
    second.get(10, TimeUnit.SECONDS);
    assertTrue(second.isDone());
  }

  @Test
  void smallImageWaitsForNothing() throws Exception {
    DecodeMemory memory = new DecodeMemory(100 * MEGABYTE);
    memory.claim().take(90 * MEGABYTE);
    DecodeMemory.Claim small = memory.claim();
    small.take(30 * MEGABYTE);
    DecodedImage image = new OrientedImage(new ImageSize(1, 1), new int[] {7});
    assertEquals(image, ClaimedImage.of(image, small));
  }

  @Test
  void imageBeyondAllMemoryIsTooLarge() {
    DecodeMemory memory = new DecodeMemory(100 * MEGABYTE);
    TooLargeException refused =
        assertThrows(TooLargeException.class, () -> memory.claim().take(200 * MEGABYTE));
    assertEquals(
        "decoding takes 201 MiB; half of this executor's heap is 100 MiB", refused.getMessage());
  }

  @Test
  void closedClaimGivesBackOnce() throws Exception {
    DecodeMemory memory = new DecodeMemory(100 * MEGABYTE);
    DecodeMemory.Claim claim = memory.claim();
    claim.take(90 * MEGABYTE);
    claim.close();
    claim.close();
    memory.claim().take(90 * MEGABYTE);
    CompletableFuture<Void> more =
        CompletableFuture.runAsync(() -> take(memory.claim(), 90 * MEGABYTE));
    assertThrows(TimeoutException.class, () -> more.get(200, TimeUnit.MILLISECONDS));
    assertFalse(more.isDone());
  }

  @Test
  void inputEndsWhereItsBytesEnd() throws Exception {
    try (BytesInput input = new BytesInput(new byte[] {1, 2, 3})) {
      byte[] read = new byte[5];
      assertEquals(3, input.read(read, 1, 4));
      assertTrue(Arrays.equals(new byte[] {0, 1, 2, 3, 0}, read));
      assertEquals(-1, input.read());
      input.seek(2);
      assertEquals(3, input.read());
      assertEquals(3, input.length());
    }
  }

  private static void take(DecodeMemory.Claim claim, long bytes) {
    try {
      claim.take(bytes);
    } catch (TooLargeException e) {
      throw new AssertionError(e);
    }
  }
}
