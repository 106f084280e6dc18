package org.thumbscore.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowNormalizerTest {

  @Test
  void rowsBecomeUnitLength() {
    List<Embedding> rows = RowNormalizer.normalizeRows(new float[] {3, 4, 0, -2}, 2, 1, 2, "image");
    assertArrayEquals(new float[] {0.6f, 0.8f}, vector(rows.get(0)));
    assertArrayEquals(new float[] {0, -1}, vector(rows.get(1)));
  }

  @Test
  void rowsWithoutDirectionFailAlone() {
    float[] raw = {0, 0, Float.NaN, 1, Float.POSITIVE_INFINITY, 1, 1, 0};
    List<Embedding> rows = RowNormalizer.normalizeRows(raw, 4, 1, 2, "text");
    assertEquals(
        new Embedding.Failed(
            "the text tower yields a vector of norm 0.0; expected finite, above 0"),
        rows.get(0));
    assertEquals(Embedding.Failed.class, rows.get(1).getClass());
    assertEquals(Embedding.Failed.class, rows.get(2).getClass());
    assertArrayEquals(new float[] {1, 0}, vector(rows.get(3)));
  }

  @Test
  void hugeAndTinyRowsDoNotOverflow() {
    List<Embedding> rows =
        RowNormalizer.normalizeRows(new float[] {3e38f, 3e38f, 1e-38f, 0}, 2, 1, 2, "image");
    float half = (float) Math.sqrt(0.5);
    assertArrayEquals(new float[] {half, half}, vector(rows.get(0)), 1e-7f);
    assertArrayEquals(new float[] {1, 0}, vector(rows.get(1)), 1e-7f);
  }

  @Test
  void eachOfSeveralVectorsBecomesUnitLength() {
    float[] raw = {3, 4, 0, -2, 5, 0, 0, 0};
    List<Embedding> rows = RowNormalizer.normalizeRows(raw, 2, 2, 2, "image");
    UnitVectors both = ((Embedding.Unit) rows.get(0)).vectors();
    assertEquals(2, both.count());
    assertArrayEquals(new float[] {0.6f, 0.8f, 0, -1}, both.values());
    assertEquals(Embedding.Failed.class, rows.get(1).getClass(), "its second has no direction");
  }

  private static float[] vector(Embedding embedding) {
    UnitVectors vectors = ((Embedding.Unit) embedding).vectors();
    assertEquals(1, vectors.count());
    return vectors.values();
  }
}
