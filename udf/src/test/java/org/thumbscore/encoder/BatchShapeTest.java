package org.thumbscore.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.thumbscore.runtime.Device;
import org.thumbscore.text.TokenizedText;

class BatchShapeTest {
  private final BatchShape cpu = BatchShape.of(new Device.Cpu(), 0, 77, OptionalInt.empty());
  private final BatchShape gpu = BatchShape.of(new Device.Cuda(0), 0, 77, OptionalInt.empty());

  @Test
  void theCpuRunsWhatThereIs() {
    assertEquals(32, cpu.maxRows());
    assertEquals(31, cpu.rows(31));
    assertEquals(17, cpu.length(17));
  }

  @Test
  void theGpuSeesFewShapes() {
    assertEquals(256, gpu.maxRows());
    assertEquals(1, gpu.rows(1));
    assertEquals(32, gpu.rows(31));
    assertEquals(256, gpu.rows(129));
    assertEquals(24, gpu.length(17));
    assertEquals(77, gpu.length(77));
  }

  @Test
  void aBucketNeverExceedsTheBatchAsked() {
    BatchShape odd = BatchShape.of(new Device.Cuda(0), 100, 77, OptionalInt.empty());
    assertEquals(100, odd.rows(65));
    assertEquals(100, odd.rows(100));
  }

  @Test
  void aGraphOfFixedLengthGetsThatLength() {
    BatchShape fixed = BatchShape.of(new Device.Cpu(), 8, 77, OptionalInt.of(77));
    assertEquals(77, fixed.length(3));
  }

  @Test
  void textsArePaddedWithTheirEndTokenOutsideTheMask() {
    TokenBatch matrix =
        TokenBatch.of(
            List.of(text(1, 5, 2), text(1, 2)),
            new BatchShape(8, 77, false, none()),
            new Padding.LastId());
    assertEquals(2, matrix.rows());
    assertEquals(3, matrix.length());
    assertArrayEquals(new int[] {1, 5, 2, 1, 2, 2}, matrix.ids());
    assertArrayEquals(new int[] {1, 1, 1, 1, 1, 0}, matrix.mask());
  }

  @Test
  void spareRowsOfABucketRepeatTheFirstText() {
    TokenBatch matrix =
        TokenBatch.of(
            List.of(text(1, 2), text(1, 2), text(1, 2)),
            new BatchShape(8, 2, true, none()),
            new Padding.LastId());
    assertEquals(4, matrix.rows());
    assertArrayEquals(new int[] {1, 2, 1, 2, 1, 2, 1, 2}, matrix.ids());
  }

  @Test
  void textsArePaddedWithATokenOfTheTokenizer() {
    TokenBatch batch =
        TokenBatch.of(
            List.of(text(1, 5, 2), text(1, 2)),
            new BatchShape(8, 77, false, none()),
            new Padding.Id(9));
    assertArrayEquals(new int[] {1, 5, 2, 1, 2, 9}, batch.ids());
    assertArrayEquals(new int[] {1, 1, 1, 1, 1, 0}, batch.mask());
  }

  private static OptionalInt none() {
    return OptionalInt.empty();
  }

  private static TokenizedText text(int... ids) {
    return new TokenizedText(ids, ids.length);
  }
}
