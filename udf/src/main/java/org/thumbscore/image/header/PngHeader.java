package org.thumbscore.image.header;

import java.util.Map;
import java.util.Optional;

/**
 * The header of a PNG image, checked as in Pillow: checksums before the pixels, all lengths, and
 * the order of an animation's frames. Not thread-safe.
 */
public final class PngHeader {
  private static final int IHDR = PngChunks.name("IHDR");
  private static final int PLTE = PngChunks.name("PLTE");
  private static final int TRNS = PngChunks.name("tRNS");
  private static final int IDAT = PngChunks.name("IDAT");
  private static final int DDAT = PngChunks.name("DDAT");
  private static final int IEND = PngChunks.name("IEND");
  private static final int ICCP = PngChunks.name("iCCP");
  private static final int ZTXT = PngChunks.name("zTXt");
  private static final int ACTL = PngChunks.name("acTL");
  private static final int FCTL = PngChunks.name("fcTL");
  private static final int FDAT = PngChunks.name("fdAT");

  private static final int MOST_COLORS = 256;

  /** The minimum lengths that Pillow requires. */
  private static final Map<Integer, Integer> LEAST =
      Map.of(
          IHDR,
          13,
          PngChunks.name("gAMA"),
          4,
          PngChunks.name("cHRM"),
          32,
          PngChunks.name("sRGB"),
          1,
          PngChunks.name("pHYs"),
          9,
          ACTL,
          8,
          FCTL,
          26,
          FDAT,
          4);

  /** The position and size of a frame in its animation. */
  public record Box(int left, int top, ImageSize size) {}

  private final byte[] bytes;
  private final PngChunks chunks;
  private long width;
  private long height;
  private Optional<PngKind> kind = Optional.empty();
  private boolean interlaced;
  private int paletteStart;
  private int paletteEnd;
  private long sequence = -1;
  private long[] box;
  private boolean hasFrames;
  private long frames;
  private boolean stillApart;

  private PngHeader(byte[] bytes) {
    this.bytes = bytes;
    this.chunks = new PngChunks(bytes);
  }

  /**
   * Reads up to the pixels.
   *
   * @throws UndecodableException if Pillow refuses the header
   */
  public static PngHeader read(byte[] bytes, SizeGate gate)
      throws UndecodableException, TooLargeException {
    PngHeader header = new PngHeader(bytes);
    while (!header.isAtEndOfHeader()) {
      header.chunks.requireChecksum();
    }
    gate.check(header.size());
    header.requirePixels();
    return header;
  }

  private boolean isAtEndOfHeader() throws UndecodableException {
    chunks.next();
    if (chunks.name() == IDAT || chunks.name() == IEND) {
      return true;
    }
    understand();
    return chunks.name() == FDAT;
  }

  private void requirePixels() throws UndecodableException {
    if (chunks.name() == IEND) {
      throw new UndecodableException("a PNG without pixels");
    }
    if (kind.isEmpty()) {
      throw new UndecodableException("a PNG whose kind of pixels is unknown");
    }
    if (kind.get().indexed() && paletteEnd - paletteStart < 3) {
      throw new UndecodableException("a PNG whose palette is missing");
    }
    stillApart = hasFrames && box == null;
  }

  public ImageSize size() throws UndecodableException {
    if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw new UndecodableException("the header says %dx%d pixels".formatted(width, height));
    }
    return ImageSize.of((int) width, (int) height);
  }

  public PngKind kind() {
    return kind.orElseThrow();
  }

  public boolean interlaced() {
    return interlaced;
  }

  /** Returns the colors of the palette that have been read. */
  public int[] palette() {
    return PackedColor.table(bytes, paletteStart, paletteEnd);
  }

  /** Returns the position of an animation's first frame, or empty if it covers the whole canvas. */
  public Optional<Box> box() throws UndecodableException {
    if (box == null || (box[2] == width && box[3] == height)) {
      return Optional.empty();
    }
    ImageSize size = ImageSize.of((int) box[2], (int) box[3]);
    return Optional.of(new Box((int) box[0], (int) box[1], size));
  }

  /** Returns the index of the compressed pixels in the current chunk. */
  public int dataStart() {
    return chunks.start() + (chunks.name() == FDAT ? 4 : 0);
  }

  public int dataLength() {
    return chunks.available() - (chunks.name() == FDAT ? 4 : 0);
  }

  /**
   * Moves to the next chunk with compressed pixels.
   *
   * @throws UndecodableException if there is none
   */
  public void nextData() throws UndecodableException {
    chunks.skip();
    chunks.skipChecksum();
    chunks.next();
    if (chunks.name() == FDAT) {
      understand();
    } else if (chunks.name() != IDAT && chunks.name() != DDAT) {
      throw new UndecodableException("a PNG cut off: its pixels end early");
    }
  }

  /**
   * Reads the chunks after the pixels.
   *
   * @throws UndecodableException if Pillow refuses these chunks
   */
  public void finish() throws UndecodableException {
    boolean animated = hasFrames && frames + (stillApart ? 1 : 0) > 1;
    chunks.skipAvailable();
    chunks.skipChecksum();
    while (chunks.hasNext()) {
      chunks.next();
      if (chunks.name() == IEND || (animated && chunks.name() == FCTL)) {
        return;
      }
      understand();
      chunks.skip();
      chunks.skipChecksum();
    }
  }

  private void understand() throws UndecodableException {
    if (chunks.name() != FDAT) {
      chunks.skip();
    }
    require(LEAST.getOrDefault(chunks.name(), 0));
    if (chunks.name() == IHDR) {
      ihdr();
    } else if (chunks.name() == PLTE) {
      plte();
    } else if (chunks.name() == TRNS) {
      require(kind.map(PngKind::transparencyBytes).orElse(0));
    } else if (chunks.name() == ICCP) {
      requireDeflate(true);
    } else if (chunks.name() == ZTXT) {
      requireDeflate(false);
    } else if (chunks.name() == ACTL) {
      actl();
    } else if (chunks.name() == FCTL) {
      fctl();
    } else if (chunks.name() == FDAT) {
      requireSequence();
    }
  }

  private void require(int least) throws UndecodableException {
    if (chunks.available() < least) {
      throw new UndecodableException(
          "a PNG whose chunk %s has %d bytes; expected %d"
              .formatted(PngChunks.text(chunks.name()), chunks.available(), least));
    }
  }

  private void ihdr() throws UndecodableException {
    int at = chunks.start();
    width = Integer.toUnsignedLong(chunks.i32(at));
    height = Integer.toUnsignedLong(chunks.i32(at + 4));
    kind = PngKind.of(chunks.u8(at + 8), chunks.u8(at + 9)).or(() -> kind);
    interlaced |= chunks.u8(at + 12) != 0;
    if (chunks.u8(at + 11) != 0) {
      throw new UndecodableException("a PNG of filter method " + chunks.u8(at + 11));
    }
  }

  private void plte() throws UndecodableException {
    if (kind.isPresent() && kind.get().indexed()) {
      if (chunks.length() / 3 > MOST_COLORS) {
        throw new UndecodableException(
            "a PNG of %d colours; expected at most %d".formatted(chunks.length() / 3, MOST_COLORS));
      }
      paletteStart = chunks.start();
      paletteEnd = chunks.start() + (int) chunks.length();
    }
  }

  /** Checks the compression method, which must be 0 and follows a zero-terminated text. */
  private void requireDeflate(boolean always) throws UndecodableException {
    int end = chunks.start() + chunks.available();
    int at = chunks.start();
    while (at < end && bytes[at] != 0) {
      at++;
    }
    int method = always && at == end ? chunks.start() : at + 1;
    if (method < end ? bytes[method] != 0 : always) {
      throw new UndecodableException(
          "a PNG whose chunk %s has an unknown compression method"
              .formatted(PngChunks.text(chunks.name())));
    }
  }

  private void actl() {
    long count = Integer.toUnsignedLong(chunks.i32(chunks.start()));
    if (hasFrames) {
      hasFrames = false;
    } else if (count > 0 && count <= 1L << 31) {
      hasFrames = true;
      frames = count;
    }
  }

  private void fctl() throws UndecodableException {
    requireSequence();
    int at = chunks.start();
    long[] frame = new long[4];
    for (int i = 0; i < 4; i++) {
      frame[i] = Integer.toUnsignedLong(chunks.i32(at + 4 + 4 * ((i + 2) % 4)));
    }
    if (frame[0] + frame[2] > width || frame[1] + frame[3] > height) {
      throw new UndecodableException("a PNG with a frame beyond its canvas");
    }
    box = frame;
  }

  private void requireSequence() throws UndecodableException {
    long number = Integer.toUnsignedLong(chunks.i32(chunks.start()));
    boolean first = sequence < 0 && chunks.name() == FCTL;
    if (first ? number != 0 : sequence < 0 || number != sequence + 1) {
      throw new UndecodableException("a PNG whose frames are out of order");
    }
    sequence = number;
  }
}
