package org.thumbscore.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowNormalizerTest {

  @Test
  void rowsBecomeUnitLength() {
    List<Embedding> rows = RowNormalizer.normalizeRows(new float[] {3, 4, 0, -2}, 2, 2, "image");
    assertArrayEquals(new float[] {0.6f, 0.8f}, ((Embedding.Unit) rows.get(0)).vector());
    assertArrayEquals(new float[] {0, -1}, ((Embedding.Unit) rows.get(1)).vector());
  }

  @Test
  void rowsWithoutDirectionFailAlone() {
    float[] raw = {0, 0, Float.NaN, 1, Float.POSITIVE_INFINITY, 1, 1, 0};
    List<Embedding> rows = RowNormalizer.normalizeRows(raw, 4, 2, "text");
    assertEquals(
        new Embedding.Failed(
            "the text tower yields a vector of norm 0.0; expected finite, above 0"),
        rows.get(0));
    assertEquals(Embedding.Failed.class, rows.get(1).getClass());
    assertEquals(Embedding.Failed.class, rows.get(2).getClass());
    assertArrayEquals(new float[] {1, 0}, ((Embedding.Unit) rows.get(3)).vector());
  }

  @Test
  void hugeAndTinyRowsDoNotOverflow() {
    List<Embedding> rows =
        RowNormalizer.normalizeRows(new float[] {3e38f, 3e38f, 1e-38f, 0}, 2, 2, "image");
    float half = (float) Math.sqrt(0.5);
    assertArrayEquals(new float[] {half, half}, ((Embedding.Unit) rows.get(0)).vector(), 1e-7f);
    assertArrayEquals(new float[] {1, 0}, ((Embedding.Unit) rows.get(1)).vector(), 1e-7f);
  }
}
