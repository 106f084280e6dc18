package org.thumbscore.image;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where Thumbscore and Pillow part, as the table in {@code udf/README.md} lists it. Either one of
 * the two refuses an image; none has other samples.
 */
enum KnownDivergence {
  /** Pillow leaves the rows that are missing black. */
  PNG_WHOSE_STREAM_ENDS_EARLY("png", "(34|272) bytes of pixels", false),
  /** Pillow takes all colours for black. */
  PNG_WITHOUT_PALETTE("png", "palette (missing|of 0|behind the pixels)", false),
  /** Inflating each of them would take a thousand times the file's length. */
  PNG_WITH_LARGE_TEXT("png", "(zTXt|iTXt|iCCP) of 2 MiB", true),
  TIFF_OF_LAB_OTHERWISE("tiff", ". kind 8, planes|saved LAB, jpeg", false),
  TIFF_IN_YCC("tiff", ". kind 6|saved YCbCr, (?!jpeg).*", false),
  TIFF_OF_12_OR_32_BITS("tiff", "kind 1, (12|32) bits|saved [FI], .*", false),
  TIFF_OF_16_BITS(
      "tiff",
      ". kind 0, 16 bits|. kind 5, 16 bits|kind 2, 16 bits, planes"
          + "|kind 1, 16 bits, (fill order 2|predictor 2, deflate|sample format 2)",
      false),
  TIFF_OF_A_PALETTE_WITH_MORE("tiff", "kind 3, extra .*|palette short", false),
  TIFF_WITH_BITS_TURNED("tiff", "kind 2, 8 bits, fill order 2", false),
  TIFF_OF_LZMA_OR_ZSTD("tiff", "saved .*, (lzma|zstd)", false),
  TIFF_OF_JPEGS_OF_ANOTHER_KIND(
      "tiff",
      "JPEG RGB \\{'subsampling': 0\\} as kind 2, .*|JPEG .*, 32x20|JPEG CMYK .*"
          + "|saved (RGBA|CMYK|LA), jpeg",
      false),
  TIFF_OF_ODD_TAGS("tiff", "kind 1, tag 262 missing|grey of 8 bits as LONG|two sizes", false);

  private final String format;
  private final Pattern names;
  private final boolean scored;

  KnownDivergence(String format, String names, boolean scored) {
    this.format = format;
    this.names = Pattern.compile(names);
    this.scored = scored;
  }

  /** Whether Thumbscore scores what Pillow refuses, and not the other way round. */
  boolean scored() {
    return scored;
  }

  boolean covers(String itsFormat, GoldenDecodings.Golden golden) {
    return format.equals(itsFormat)
        && names.matcher(golden.name()).matches()
        && golden.rgb().isPresent() != scored;
  }

  static Optional<KnownDivergence> of(String format, GoldenDecodings.Golden golden) {
    return Arrays.stream(values()).filter(known -> known.covers(format, golden)).findFirst();
  }
}
