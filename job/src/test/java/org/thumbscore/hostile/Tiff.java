package org.thumbscore.hostile;

import java.util.Map;
import java.util.TreeMap;

/** A TIFF in the making: grey, 64x64, its directory at 8, its pixels behind. Not thread-safe. */
final class Tiff {
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int FIRST_PRIVATE = 40_000;

  private final Map<Integer, int[]> tags = new TreeMap<>();
  private byte[] data = new byte[64 * 64];
  private int next;
  private int said = -1;
  private int extra;

  Tiff() {
    size(64, 64);
    tag(258, SHORT, 1, 8);
    tag(259, SHORT, 1, 1);
    tag(262, SHORT, 1, 1);
    tag(277, SHORT, 1, 1);
  }

  Tiff tag(int tag, int type, int count, int value) {
    tags.put(tag, new int[] {type, count, value});
    return this;
  }

  Tiff drop(int tag) {
    return tag(tag, 0, 0, 0);
  }

  Tiff size(int width, int height) {
    return tag(256, LONG, 1, width).tag(257, LONG, 1, height);
  }

  Tiff tiles(int edge) {
    return tag(322, LONG, 1, edge)
        .tag(323, LONG, 1, edge)
        .tag(324, LONG, 1, 8)
        .tag(325, LONG, 1, 9);
  }

  /** Where the next directory is. */
  Tiff next(int offset) {
    next = offset;
    return this;
  }

  /** How many tags the directory says that it has. */
  Tiff says(int count) {
    said = count;
    return this;
  }

  /** Private tags, so that the directory has this many. */
  Tiff many(int count) {
    extra = count;
    return this;
  }

  Tiff data(byte[] pixels) {
    data = pixels;
    return this;
  }

  byte[] get() {
    int count = Math.max(extra, tags.size() + missing(273) + missing(278) + missing(279));
    int pixels = 8 + 2 + 12 * count + 4;
    defaults(pixels);
    for (int tag = FIRST_PRIVATE; tags.size() < count; tag++) {
      tags.putIfAbsent(tag & 0xFFFF, new int[] {LONG, 1, 0});
    }
    Bytes file = new Bytes().text("II").little16(42).little32(8);
    file.little16(said < 0 ? tags.size() : said);
    tags.forEach((tag, value) -> file.little16(tag, value[0]).little32(value[1], value[2]));
    return file.little32(next).put(data).get();
  }

  private int missing(int tag) {
    return tags.containsKey(tag) ? 0 : 1;
  }

  private void defaults(int pixels) {
    tags.putIfAbsent(273, new int[] {LONG, 1, pixels});
    tags.putIfAbsent(278, new int[] {LONG, 1, tags.get(257)[2]});
    tags.putIfAbsent(279, new int[] {LONG, 1, data.length});
  }
}
