package org.thumbscore.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.thumbscore.image.header.ImageFormat;

/**
 * Where an image can be hurt most: between its parts, in its lengths and in its sizes.
 *
 * @param cuts where a segment, chunk, block or entry begins, from 0 to the file's end
 * @param lengths how long the parts say they are, and how many
 * @param sizes the image's width and height, and kinds of sample
 */
record Anatomy(List<Integer> cuts, List<Field> lengths, List<Field> sizes) {
  private static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  /** Of a file that is whole. */
  static Anatomy of(ImageFormat format, byte[] bytes) {
    Finder finder = new Finder(ByteBuffer.wrap(bytes));
    switch (format) {
      case JPEG -> finder.jpeg();
      case PNG -> finder.png();
      case GIF -> finder.gif();
      case WEBP -> finder.webp();
      case BMP -> finder.bmp();
      case TIFF -> finder.tiff();
    }
    finder.cuts.add(0);
    finder.cuts.add(bytes.length);
    return new Anatomy(List.copyOf(finder.cuts), finder.lengths, finder.sizes);
  }

  private static final class Finder {
    private final ByteBuffer bytes;
    private final TreeSet<Integer> cuts = new TreeSet<>();
    private final List<Field> lengths = new ArrayList<>();
    private final List<Field> sizes = new ArrayList<>();

    Finder(ByteBuffer bytes) {
      this.bytes = bytes;
    }

    private int u8(int at) {
      return Byte.toUnsignedInt(bytes.get(at));
    }

    private int u16(int at) {
      return Short.toUnsignedInt(bytes.getShort(at));
    }

    private void sizes(int width, ByteOrder order, int... places) {
      for (int at : places) {
        sizes.add(new Field(at, width, order));
      }
    }

    void jpeg() {
      for (int at = 2; at + 4 < bytes.limit(); at = nextMarker(at)) {
        int marker = u8(at + 1);
        cuts.add(at);
        lengths.add(new Field(at + 2, 2, BIG));
        if (marker >= 0xC0 && marker <= 0xC2) {
          sizes(2, BIG, at + 5, at + 7);
          sizes(1, BIG, at + 4, at + 9, at + 11, at + 12);
        }
        at += 2 + u16(at + 2) - 1;
      }
    }

    private int nextMarker(int from) {
      int at = from + 1;
      while (at + 1 < bytes.limit()
          && !(u8(at) == 0xFF && u8(at + 1) != 0 && (u8(at + 1) & 0xF8) != 0xD0)) {
        at++;
      }
      return at;
    }

    void png() {
      sizes(4, BIG, 16, 20);
      sizes(1, BIG, 24, 25, 26, 27, 28);
      for (int at = 8; at + 12 <= bytes.limit(); at += 12 + bytes.getInt(at)) {
        cuts.add(at);
        lengths.add(new Field(at, 4, BIG));
      }
    }

    void gif() {
      sizes(2, LITTLE, 6, 8);
      sizes(1, LITTLE, 10, 11);
      int at = 13 + palette(10);
      while (at < bytes.limit() && u8(at) != 0x3B) {
        cuts.add(at);
        boolean image = u8(at) == 0x2C;
        if (image) {
          sizes(2, LITTLE, at + 1, at + 3, at + 5, at + 7);
          sizes(1, LITTLE, at + 9, at + 10 + palette(at + 9));
        }
        at = afterBlocks(image ? at + 11 + palette(at + 9) : at + 2);
      }
    }

    private int palette(int flags) {
      return (u8(flags) & 0x80) == 0 ? 0 : 3 << ((u8(flags) & 7) + 1);
    }

    private int afterBlocks(int from) {
      int at = from;
      while (u8(at) != 0) {
        cuts.add(at);
        lengths.add(new Field(at, 1, LITTLE));
        at += 1 + u8(at);
      }
      return at + 1;
    }

    void webp() {
      bytes.order(LITTLE);
      lengths.add(new Field(4, 4, LITTLE));
      for (int at = 12; at + 8 <= bytes.limit(); ) {
        cuts.add(at);
        lengths.add(new Field(at + 4, 4, LITTLE));
        byte[] name = new byte[4];
        bytes.get(at, name);
        String kind = new String(name, StandardCharsets.ISO_8859_1);
        switch (kind) {
          case "VP8X" -> sizes(3, LITTLE, at + 12, at + 15);
          case "VP8 " -> sizes(2, LITTLE, at + 14, at + 16);
          case "VP8L" -> sizes(4, LITTLE, at + 9);
          default -> {}
        }
        if (kind.equals("ANMF")) {
          sizes(3, LITTLE, at + 8, at + 11, at + 14, at + 17);
          at += 24;
        } else {
          int length = bytes.getInt(at + 4);
          at += 8 + length + (length & 1);
        }
      }
    }

    void bmp() {
      bytes.order(LITTLE);
      int header = bytes.getInt(14);
      cuts.addAll(List.of(14, 14 + header, bytes.getInt(10)));
      for (int at : new int[] {2, 10, 14, 34, 46, 50}) {
        lengths.add(new Field(at, 4, LITTLE));
      }
      sizes(4, LITTLE, 18, 22);
      sizes(2, LITTLE, 26, 28);
      sizes(4, LITTLE, 30);
    }

    void tiff() {
      bytes.order(u8(0) == 'I' ? LITTLE : BIG);
      int directory = bytes.getInt(4);
      int entries = u16(directory);
      cuts.add(8);
      cuts.add(directory);
      lengths.add(new Field(4, 4, bytes.order()));
      lengths.add(new Field(directory, 2, bytes.order()));
      lengths.add(new Field(directory + 2 + 12 * entries, 4, bytes.order()));
      for (int i = 0; i < entries; i++) {
        int at = directory + 2 + 12 * i;
        cuts.add(at);
        lengths.add(new Field(at + 4, 4, bytes.order()));
        boolean shortValue = u16(at + 2) == 3 && bytes.getInt(at + 4) == 1;
        sizes(shortValue ? 2 : 4, bytes.order(), at + 8);
        sizes(2, bytes.order(), at, at + 2);
      }
    }
  }
}
