package org.thumbscore.image.header;

/**
 * The positions and sizes of the strips or tiles of a TIFF image.
 *
 * @param size the size of one strip or tile
 */
public record TiffSegments(
    TiffDirectory directory, boolean tiled, ImageSize image, ImageSize size) {

  /** The value that some writers use to store all rows in a single strip. */
  private static final long NO_STRIPS = 0xFFFF_FFFFL;

  static TiffSegments of(TiffDirectory directory, ImageSize image) throws UndecodableException {
    boolean tiled =
        directory.has(TiffDirectory.TILE_WIDTH) || directory.has(TiffDirectory.TILE_HEIGHT);
    if (tiled) {
      ImageSize tile =
          TiffHeader.size(directory, TiffDirectory.TILE_WIDTH, TiffDirectory.TILE_HEIGHT);
      return new TiffSegments(directory, true, image, tile);
    }
    long rows = directory.number(TiffDirectory.STRIP_ROWS, (long) image.height());
    if (rows > Integer.MAX_VALUE && rows != NO_STRIPS) {
      throw new UndecodableException("a TIFF of %d rows a strip".formatted(rows));
    }
    int height = (int) Math.min(rows, image.height());
    return new TiffSegments(directory, false, image, ImageSize.of(image.width(), height));
  }

  /**
   * Refuses strips or tiles that are missing, extend beyond the end of the file, or overlap so that
   * their total length exceeds twice that of the file.
   */
  void check(TiffKind kind) throws UndecodableException {
    long needed = needed(kind);
    // If several strips each cover the image, Pillow uses the last one.
    boolean tooMany = count() > needed && kind.compression() == TiffKind.UNCOMPRESSED;
    if (count() < needed || tooMany) {
      throw new UndecodableException(
          "a TIFF of %d strips or tiles; expected %d".formatted(count(), needed));
    }
    if (lengths() != count()) {
      throw new UndecodableException(
          "a TIFF of %d strips or tiles with %d lengths".formatted(count(), lengths()));
    }
    if (kind.compression() == TiffKind.UNCOMPRESSED) {
      checkRows(kind, (int) needed);
    } else {
      checkTotal();
    }
  }

  /**
   * Checks that uncompressed strips or tiles contain all of their rows, regardless of their stated
   * length.
   */
  private void checkRows(TiffKind kind, int needed) throws UndecodableException {
    for (int i = 0; i < needed; i++) {
      if (offset(i) + samplesLength(i, kind) > directory.fileLength()) {
        throw UndecodableException.cutOff(directory.fileLength());
      }
    }
  }

  /** Returns the number of bytes that the samples of a strip or tile have without compression. */
  public long samplesLength(int index, TiffKind kind) {
    int across = parts(image.width(), size.width());
    int down = parts(image.height(), size.height());
    int above = index / across % down * size.height();
    int rows = tiled ? size.height() : Math.min(size.height(), image.height() - above);
    return rows * (((long) size.width() * kind.bitsTogether() + 7) / 8);
  }

  private void checkTotal() throws UndecodableException {
    long total = 0;
    for (int i = 0; i < count(); i++) {
      total += length(i);
    }
    if (total > 2L * directory.fileLength()) {
      throw new UndecodableException("a TIFF whose strips or tiles lie over each other");
    }
  }

  /** Returns the number of strips or tiles that make up the image. */
  public long needed(TiffKind kind) {
    long parts = (long) parts(image.width(), size.width()) * parts(image.height(), size.height());
    return parts * (kind.planar() ? kind.samples() : 1);
  }

  private static int parts(int whole, int part) {
    return (whole - 1) / part + 1;
  }

  private int offsetTag() {
    return tiled ? TiffDirectory.TILES : TiffDirectory.STRIPS;
  }

  private int lengthTag() {
    return tiled ? TiffDirectory.TILE_LENGTHS : TiffDirectory.STRIP_LENGTHS;
  }

  public int count() {
    return directory.count(offsetTag());
  }

  private int lengths() {
    return directory.count(lengthTag());
  }

  /**
   * Returns the offset of a strip or tile.
   *
   * @throws UndecodableException if the offset is beyond the end of the file
   */
  public int offset(int index) throws UndecodableException {
    long offset = directory.number(offsetTag(), index);
    if (offset >= directory.fileLength()) {
      throw new UndecodableException("a TIFF with a strip or tile beyond its end");
    }
    return (int) offset;
  }

  /**
   * Returns the length of a strip or tile in bytes.
   *
   * @throws UndecodableException if the file is too short
   */
  public int length(int index) throws UndecodableException {
    int offset = offset(index);
    int most = directory.fileLength() - offset;
    long length = directory.number(lengthTag(), index);
    if (length > most) {
      throw new UndecodableException(
          "a TIFF of %d bytes with a strip or tile of %d at %d"
              .formatted(directory.fileLength(), length, offset));
    }
    return (int) length;
  }
}
