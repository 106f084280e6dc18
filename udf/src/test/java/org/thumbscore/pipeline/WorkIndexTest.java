package org.thumbscore.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class WorkIndexTest {

  @Test
  void equalContentIsWorkedOnOnceWhileARowWaitsForIt() {
    WorkIndex<String, Object> index = new WorkIndex<>(true);
    WorkIndex.Held<String, Object> one = index.hold("a", key -> new Object());
    WorkIndex.Held<String, Object> two = index.hold("a", key -> new Object());
    assertSame(one.work(), two.work());
    index.release(one);
    assertSame(one.work(), index.hold("a", key -> new Object()).work());
    index.release(two);
    index.release(two);
    assertEquals(0, index.size());
    assertNotSame(one.work(), index.hold("a", key -> new Object()).work());
  }

  @Test
  void withoutSharingEveryRowIsWorkedOn() {
    WorkIndex<String, Object> index = new WorkIndex<>(false);
    assertNotSame(
        index.hold("a", key -> new Object()).work(), index.hold("a", key -> new Object()).work());
    assertEquals(0, index.size());
  }

  @Test
  void contentKeysCompareBytes() {
    assertEquals(new ContentKey(new byte[] {1, 2}), new ContentKey(new byte[] {1, 2}));
    assertNotEquals(new ContentKey(new byte[] {1, 2}), new ContentKey(new byte[] {2, 1}));
  }
}
