package org.thumbscore.image.header;

import java.util.Map;
import java.util.Set;

/**
 * The meaning of the samples of a TIFF image, limited to kinds that Pillow and the JDK's reader
 * interpret in the same way.
 *
 * @param photometric 0 or 1 for gray, 2 for color, 3 for a palette, 5 for CMYK, 6 for YCbCr, 8 for
 *     CIE Lab
 * @param extra the number of samples that are not colors
 * @param premultiplied whether colors are multiplied by the first extra sample
 * @param planar whether each kind of sample is stored separately
 */
public record TiffKind(
    int photometric,
    int bits,
    int samples,
    int extra,
    boolean premultiplied,
    boolean planar,
    int compression) {
  static final int UNCOMPRESSED = 1;
  static final int JPEG = 7;
  private static final Set<Integer> BILEVEL = Set.of(2, 3, 4);
  private static final Set<Integer> COMPRESSIONS =
      Set.of(UNCOMPRESSED, 2, 3, 4, 5, JPEG, 8, 32_773, 32_946);

  static final int WHITE_IS_0 = 0;
  static final int BLACK_IS_0 = 1;
  public static final int RGB = 2;
  public static final int PALETTE = 3;
  public static final int CMYK = 5;
  static final int YCC = 6;
  public static final int LAB = 8;

  private static final Map<Integer, String> NAMES =
      Map.of(
          -1,
          "an unsaid kind",
          WHITE_IS_0,
          "grey, white 0",
          BLACK_IS_0,
          "grey",
          RGB,
          "RGB",
          PALETTE,
          "a palette",
          CMYK,
          "CMYK",
          YCC,
          "YCbCr",
          8,
          "CIE Lab",
          9,
          "ICC Lab");

  private static final int PREMULTIPLIED = 1;
  private static final int STRAIGHT = 2;
  private static final int COREL_DRAW = 999;
  private static final int MOST_EXTRA = 3;

  /**
   * Returns the kind that a directory describes.
   *
   * @throws UndecodableException for kinds that Pillow refuses or interprets differently
   */
  static TiffKind of(TiffDirectory directory) throws UndecodableException {
    int photometric = (int) directory.number(TiffDirectory.KIND, -1L);
    int samples = (int) Math.min(directory.number(TiffDirectory.SAMPLES, 1L), Byte.MAX_VALUE);
    int extra = directory.count(TiffDirectory.EXTRA_SAMPLES);
    boolean premultiplied =
        extra > 0 && directory.number(TiffDirectory.EXTRA_SAMPLES, 0) == PREMULTIPLIED;
    boolean planar = directory.number(TiffDirectory.PLANES, 1L) == 2 && samples > 1;
    TiffKind kind =
        new TiffKind(
            photometric,
            (int) directory.common(TiffDirectory.BITS, 1),
            samples,
            extra,
            premultiplied,
            planar,
            (int) directory.number(TiffDirectory.COMPRESSION, 1L));
    if (!kind.isKnown() || !kind.knowsExtra(directory) || !kind.knowsStorage(directory)) {
      throw new UndecodableException(kind.unknown());
    }
    return kind;
  }

  private String unknown() {
    return "a TIFF of %s, compression %d, %d samples of %d bits%s%s; not read as Pillow does"
        .formatted(
            NAMES.getOrDefault(photometric, "kind " + photometric),
            compression,
            samples,
            bits,
            extra > 0 ? ", some extra" : "",
            planar ? ", apart" : "");
  }

  private int colors() {
    return switch (photometric) {
      case WHITE_IS_0, BLACK_IS_0, PALETTE -> 1;
      case CMYK -> 4;
      default -> 3;
    };
  }

  /** Returns the number of adjacent bits that belong to a pixel. */
  int bitsTogether() {
    return planar ? bits : bits * samples;
  }

  private boolean isKnown() {
    boolean known =
        switch (photometric) {
          case WHITE_IS_0, PALETTE -> Set.of(1, 2, 4, 8).contains(bits) && extra == 0;
          case BLACK_IS_0 ->
              extra == 0 ? Set.of(1, 2, 4, 8, 16).contains(bits) : bits == 8 && extra == 1;
          case RGB -> bits == 8 || (bits == 16 && extra <= 1 && !planar);
          case CMYK -> bits == 8;
          case LAB -> bits == 8 && extra == 0 && compression != JPEG && !planar;
          case YCC -> bits == 8 && extra == 0 && compression == JPEG && !planar;
          default -> false;
        };
    boolean alphaNotSaid = photometric == RGB && extra == 0 && samples == 4;
    return known && (samples == colors() + extra || alphaNotSaid) && !(planar && extra > 0);
  }

  /**
   * Returns whether the extra samples are supported: the first may be alpha, and the others must be
   * unspecified.
   */
  private boolean knowsExtra(TiffDirectory directory) {
    for (int i = 0; i < extra; i++) {
      int meaning = (int) directory.number(TiffDirectory.EXTRA_SAMPLES, i);
      boolean alpha =
          switch (meaning) {
            case 0 -> true;
            case PREMULTIPLIED -> photometric == RGB;
            case STRAIGHT -> photometric == RGB || photometric == BLACK_IS_0;
            case COREL_DRAW -> photometric == RGB && extra == 1 && bits == 8;
            default -> false;
          };
      if (i == 0 ? !alpha : meaning != 0) {
        return false;
      }
    }
    return extra <= MOST_EXTRA && !(extra > 2 && photometric == CMYK);
  }

  private boolean knowsStorage(TiffDirectory directory) throws UndecodableException {
    long predictor = directory.number(TiffDirectory.PREDICTOR, 1L);
    boolean reversed = directory.number(TiffDirectory.FILL_ORDER, 1L) == 2;
    boolean bilevel = bits == 1 && (photometric == WHITE_IS_0 || photometric == BLACK_IS_0);
    boolean fax = BILEVEL.contains(compression);
    boolean palette = photometric == PALETTE;
    return COMPRESSIONS.contains(compression)
        && (predictor == 1 || compression == UNCOMPRESSED || (predictor == 2 && bits == 8))
        && (!reversed || (bilevel && (fax || compression == UNCOMPRESSED)))
        && (!fax || bilevel)
        && (compression != JPEG || (bits == 8 && extra == 0 && samples != 4 && !palette))
        && directory.count(TiffDirectory.COLORS) == (palette ? 3 << bits : 0)
        && directory.number(TiffDirectory.PLANES, 1L) - 1 <= 1
        && directory.number(TiffDirectory.FILL_ORDER, 1L) - 1 <= 1
        && directory.common(TiffDirectory.SAMPLE_FORMAT, 1) == 1;
  }
}
