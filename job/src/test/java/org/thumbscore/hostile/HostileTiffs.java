package org.thumbscore.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.thumbscore.score.RowStatus;

/** TIFFs put together by hand. */
final class HostileTiffs {
  private static final int EDGE = 7_000;
  private static final int BYTE = 1;
  private static final int ASCII = 2;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int DOUBLE = 12;
  private static final int EXIF = 34_665;

  private HostileTiffs() {}

  /** What is at fault is put over an image of 64x64 that is whole. */
  static List<Hostile> all(Supplier<byte[]> zeros, Supplier<byte[]> largeJpeg) {
    List<Hostile> all =
        new ArrayList<>(
            List.of(
                one("TIFF of 60000x60000", new Tiff().size(60_000, 60_000), big()),
                one("TIFF of 4294967295x1", new Tiff().size(-1, 1), big(), bad()),
                one("TIFF of 0x0", new Tiff().size(0, 0), bad()),
                one("TIFF whose directory is its own next", new Tiff().next(8), RowStatus.OK),
                one("TIFF whose EXIF is itself", new Tiff().tag(EXIF, LONG, 1, 8), ok(), bad()),
                one("TIFF whose part is itself", new Tiff().tag(330, LONG, 1, 8), ok(), bad()),
                one("TIFF without strips", new Tiff().drop(273), bad()),
                one("TIFF, 49 million pixels and no data", new Tiff().size(EDGE, EDGE), bad()),
                one("TIFF whose strip is beyond its end", new Tiff().tag(273, LONG, 1, -9), bad()),
                one("TIFF whose strip has 4 GB", new Tiff().tag(279, LONG, 1, -1), ok(), bad()),
                one(
                    "TIFF whose strip has 2 GB",
                    new Tiff().tag(279, LONG, 1, -1 >>> 1),
                    ok(),
                    bad()),
                one("TIFF of a billion strips", new Tiff().tag(273, LONG, 1 << 30, 8), bad()),
                one("TIFF with strips of no rows", new Tiff().tag(278, LONG, 1, 0), ok(), bad()),
                one("TIFF of 60000x60000 a tile", new Tiff().tiles(60_000), bad(), big()),
                one("TIFF of 2147483647 a tile", new Tiff().tiles(-1 >>> 1), bad(), big()),
                one("TIFF of 0 a tile", new Tiff().tiles(0), bad()),
                one("TIFF of tiles of 1", new Tiff().size(EDGE, EDGE).tiles(1), bad()),
                one("TIFF of 65535 samples", new Tiff().tag(277, SHORT, 1, 65_535), bad(), big()),
                one("TIFF of 64 bits", new Tiff().tag(258, SHORT, 1, 64), bad()),
                one("TIFF of 0 bits", new Tiff().tag(258, SHORT, 1, 0), bad()),
                one("TIFF of apart planes", new Tiff().tag(284, SHORT, 1, 2), ok(), bad()),
                one(
                    "TIFF with a text of 2 GB",
                    new Tiff().tag(270, ASCII, -1 >>> 1, 8),
                    ok(),
                    bad()),
                one("TIFF with 2^28 numbers", new Tiff().tag(700, DOUBLE, 1 << 28, 8), ok(), bad()),
                one("TIFF with 2^31 bytes", new Tiff().tag(700, BYTE, 1 << 31, 8), ok(), bad()),
                one(
                    "TIFF of a billion colours",
                    new Tiff().tag(320, SHORT, 1 << 30, 8),
                    ok(),
                    bad()),
                one("TIFF with 65535 tags", new Tiff().many(65_535), ok(), bad()),
                one("TIFF that says 65535 tags", new Tiff().says(65_535), ok(), bad()),
                Hostile.of(
                    "TIFF that says 65,535 times where its strips are",
                    HostileTiffs::repeated,
                    bad()),
                Hostile.of("TIFF of 60,000 strips that are one", () -> shared(8), bad()),
                Hostile.of("TIFF of 60,000 JPEGs that are one", () -> shared(7), bad()),
                Hostile.of("TIFF, 49 million pixels turned", () -> bomb(zeros, 8), okOrBig()),
                Hostile.of("TIFF, 49 million pixels", () -> bomb(zeros, 1), RowStatus.OK),
                Hostile.of("TIFF of 400,000 pages", HostileTiffs::pages, RowStatus.OK),
                Hostile.of("TIFF of 10x10 with a large JPEG", () -> jpeg(largeJpeg), big())));
    int[] compressions = {0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 32_771, 32_773, 32_946, 34_712, 65_535};
    for (int compression : compressions) {
      all.add(one("TIFF of compression " + compression, random(compression), RowStatus.OK, bad()));
    }
    return all;
  }

  private static Hostile one(String name, Tiff tiff, RowStatus... statuses) {
    return Hostile.of(name, tiff::get, statuses);
  }

  private static RowStatus ok() {
    return RowStatus.OK;
  }

  private static RowStatus big() {
    return RowStatus.IMAGE_TOO_LARGE;
  }

  private static RowStatus bad() {
    return RowStatus.IMAGE_UNDECODABLE;
  }

  /** A small heap has no room for these. */
  private static RowStatus[] okOrBig() {
    return new RowStatus[] {RowStatus.OK, RowStatus.IMAGE_TOO_LARGE};
  }

  private static Tiff random(int compression) {
    byte[] data = new byte[4_096];
    new Random(compression).nextBytes(data);
    return new Tiff().tag(259, SHORT, 1, compression).data(data);
  }

  /** Grey, 8 bits, deflated. */
  private static byte[] bomb(Supplier<byte[]> zeros, int orientation) {
    return new Tiff()
        .size(EDGE, EDGE)
        .tag(259, SHORT, 1, 8)
        .tag(274, SHORT, 1, orientation)
        .data(zeros.get())
        .get();
  }

  private static byte[] jpeg(Supplier<byte[]> large) {
    return new Tiff().tag(259, SHORT, 1, 7).data(large.get()).get();
  }

  /** Each with no tag, pointing to the next. */
  private static byte[] pages() {
    int first = new Tiff().get().length;
    Bytes file = new Bytes().put(new Tiff().next(first).get());
    for (int i = 0; i < 400_000; i++) {
      file.little16(0).little32(file.size() + 4);
    }
    return file.get();
  }

  /** Each has as many values as the file has bytes. */
  private static byte[] repeated() {
    byte[] tag = new Bytes().little16(273, BYTE).little32(12 * 65_535, 8).get();
    return new Bytes()
        .text("II")
        .little16(42)
        .little32(8)
        .little16(65_535)
        .repeat(tag, 65_535)
        .little32(0)
        .get();
  }

  /**
   * The strips' places and lengths lie behind the directory, and a megabyte that all strips are.
   */
  private static byte[] shared(int compression) {
    int strips = 60_000;
    int places = new Tiff().get().length;
    byte[] data = new byte[1 << 20];
    Bytes numbers = new Bytes();
    for (int i = 0; i < strips; i++) {
      numbers.little32(places + 8 * strips);
    }
    for (int i = 0; i < strips; i++) {
      numbers.little32(data.length);
    }
    return new Bytes()
        .put(
            new Tiff()
                .size(64, strips)
                .tag(259, SHORT, 1, compression)
                .tag(273, LONG, strips, places)
                .tag(278, LONG, 1, 1)
                .tag(279, LONG, strips, places + 4 * strips)
                .get())
        .put(numbers.get())
        .put(data)
        .get();
  }
}
