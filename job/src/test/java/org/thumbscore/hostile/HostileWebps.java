package org.thumbscore.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.thumbscore.score.RowStatus;

/** WebPs put together by hand; a lossless one of a single colour takes no bit for a pixel. */
final class HostileWebps {
  private static final int EDGE = 7_000;
  private static final int ANIMATION = 2;

  /** No transform, no cache, one symbol in each table. */
  private static final byte[] ONE_COLOUR = Bytes.hex("88 88 08 00");

  private HostileWebps() {}

  static List<Hostile> all() {
    List<Hostile> all =
        new ArrayList<>(
            List.of(
                Hostile.of("WebP of 16777216x16777216", () -> canvas(1 << 24), big()),
                Hostile.of("WebP, lossless, of 16384x16384", () -> still(16_384), big()),
                Hostile.of("WebP, lossy, of 16383x16383", HostileWebps::lossy, big()),
                Hostile.of("WebP, 49 million pixels in 30 bytes", () -> still(EDGE), RowStatus.OK),
                Hostile.of("WebP of 10x10 that holds 7000x7000", () -> canvas(10), bad()),
                Hostile.of("WebP that says 0 bytes", () -> sized(0), RowStatus.OK, bad()),
                Hostile.of("WebP that says 4 GB", () -> sized(-1), RowStatus.OK, bad()),
                Hostile.of("WebP whose chunk says 4 GB", () -> chunkSized(-1), bad()),
                Hostile.of("WebP whose chunk says 2 GB", () -> chunkSized(-1 >>> 1), bad()),
                Hostile.of("WebP of 20,000 frames", () -> animation(64, 64, 20_000), RowStatus.OK),
                Hostile.of("WebP of frames within frames", HostileWebps::nested, bad()),
                Hostile.of(
                    "WebP with a frame of 60000x60000", () -> animation(60_000, 64, 1), bad()),
                Hostile.of(
                    "WebP with a frame beyond its canvas", () -> animation(EDGE, EDGE, 1), bad()),
                Hostile.of(
                    "WebP with a million chunks", HostileWebps::chunks, RowStatus.OK, bad())));
    for (int seed = 0; seed < 20; seed++) {
      int number = seed;
      all.add(Hostile.of("WebP with odd tables " + seed, () -> odd(number), RowStatus.OK, bad()));
    }
    return all;
  }

  private static RowStatus big() {
    return RowStatus.IMAGE_TOO_LARGE;
  }

  private static RowStatus bad() {
    return RowStatus.IMAGE_UNDECODABLE;
  }

  private static byte[] riff(byte[] chunks) {
    return new Bytes().text("RIFF").little32(chunks.length + 4).text("WEBP").put(chunks).get();
  }

  private static byte[] chunk(String kind, byte[] data) {
    Bytes chunk = new Bytes().text(kind).little32(data.length).put(data);
    return data.length % 2 == 0 ? chunk.get() : chunk.u8(0).get();
  }

  private static byte[] lossless(int edge, byte[] coded) {
    return chunk(
        "VP8L", new Bytes().u8(0x2F).little32(edge - 1 | (edge - 1) << 14).put(coded).get());
  }

  private static byte[] extended(int flags, int width, int height) {
    return chunk("VP8X", new Bytes().u8(flags, 0, 0, 0).little24(width - 1, height - 1).get());
  }

  private static byte[] still(int edge) {
    return riff(lossless(edge, ONE_COLOUR));
  }

  private static byte[] canvas(int edge) {
    return riff(new Bytes().put(extended(0, edge, edge)).put(lossless(EDGE, ONE_COLOUR)).get());
  }

  private static byte[] lossy() {
    return riff(
        chunk("VP8 ", new Bytes().put(Bytes.hex("300100 9D012A")).little16(16_383, 16_383).get()));
  }

  private static byte[] sized(int size) {
    return new Bytes().text("RIFF").little32(size).text("WEBP").put(lossless(64, ONE_COLOUR)).get();
  }

  private static byte[] chunkSized(int size) {
    return riff(
        new Bytes()
            .text("VP8L")
            .little32(size)
            .u8(0x2F)
            .little32(63 | 63 << 14)
            .put(ONE_COLOUR)
            .get());
  }

  /** Frames that say one edge and hold another. */
  private static byte[] animation(int said, int held, int frames) {
    byte[] frame =
        chunk(
            "ANMF",
            new Bytes()
                .little24(0, 0, said - 1, said - 1, 40)
                .u8(0)
                .put(lossless(held, ONE_COLOUR))
                .get());
    return riff(
        new Bytes()
            .put(extended(ANIMATION, 64, 64))
            .put(chunk("ANIM", new byte[6]))
            .repeat(frame, frames)
            .get());
  }

  private static byte[] chunks() {
    return riff(
        new Bytes()
            .put(extended(0, 64, 64))
            .repeat(chunk("XMP ", new byte[0]), 1_000_000)
            .put(lossless(64, ONE_COLOUR))
            .get());
  }

  private static byte[] odd(int seed) {
    byte[] tables = new byte[4_000];
    new Random(seed).nextBytes(tables);
    // Half of them begin with transforms and a colour cache.
    tables[0] = (byte) (seed % 2 == 0 ? 0 : tables[0] | 1);
    return riff(lossless(seed < 10 ? 64 : EDGE, tables));
  }

  /** Each frame of an animation is an animation again. */
  private static byte[] nested() {
    int levels = 20_000;
    byte[] canvas = new Bytes().u8(ANIMATION, 0, 0, 0).little24(15, 15).get();
    Bytes file = new Bytes().text("RIFF").little32(42 * levels + 4).text("WEBP");
    for (int level = 1; level <= levels; level++) {
      file.put(chunk("VP8X", canvas)).text("ANMF").little32(42 * (levels - level) + 16);
      file.little24(0, 0, 15, 15, 0).u8(0);
    }
    return file.get();
  }
}
