package org.thumbscore.hostile;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Ways to damage an image by chance. Each gives the same for the same {@link Random}. */
enum Mutation {
  /** Up to 16 of them. */
  BITS_FLIPPED {
    @Override
    byte[] apply(Source source, Source other, Random random) {
      byte[] damaged = source.bytes().clone();
      for (int i = random.nextInt(16); i >= 0; i--) {
        damaged[place(damaged, random)] ^= (byte) (1 << random.nextInt(8));
      }
      return damaged;
    }
  },
  /** Up to 8 that become 0, 255 or anything. */
  BYTES_REPLACED {
    @Override
    byte[] apply(Source source, Source other, Random random) {
      byte[] damaged = source.bytes().clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        damaged[place(damaged, random)] =
            (byte) new int[] {0, 0xFF, random.nextInt(256)}[random.nextInt(3)];
      }
      return damaged;
    }
  },
  /** Anywhere. */
  CUT_OFF {
    @Override
    byte[] apply(Source source, Source other, Random random) {
      return Arrays.copyOf(source.bytes(), random.nextInt(source.bytes().length));
    }
  },
  /** Within two bytes of a part's begin. */
  CUT_OFF_AT_A_PART {
    @Override
    byte[] apply(Source source, Source other, Random random) {
      int length = pick(source.anatomy().cuts(), random) + random.nextInt(5) - 2;
      return Arrays.copyOf(
          source.bytes(), Math.max(0, Math.min(length, source.bytes().length - 1)));
    }
  },
  /** Up to 64 bytes. */
  BYTES_INSERTED {
    @Override
    byte[] apply(Source source, Source other, Random random) {
      byte[] stray = new byte[1 + random.nextInt(64)];
      if (random.nextBoolean()) {
        random.nextBytes(stray);
      }
      int at = place(source.bytes(), random);
      return join(head(source, at), stray, tail(source, at));
    }
  },
  /** Up to 64 bytes. */
  BYTES_DELETED {
    @Override
    byte[] apply(Source source, Source other, Random random) {
      int at = place(source.bytes(), random);
      int end = Math.min(source.bytes().length, at + 1 + random.nextInt(64));
      return join(head(source, at), tail(source, end));
    }
  },
  /** Up to 32 times over. */
  PART_REPEATED {
    @Override
    byte[] apply(Source source, Source other, Random random) {
      int part = random.nextInt(source.parts());
      byte[][] pieces = source.pieces();
      byte[][] repeated = new byte[1 + random.nextInt(32)][];
      Arrays.fill(repeated, pieces[part]);
      pieces[part] = join(repeated);
      return join(pieces);
    }
  },
  PARTS_SWAPPED {
    @Override
    byte[] apply(Source source, Source other, Random random) {
      byte[][] pieces = source.pieces();
      int first = random.nextInt(pieces.length);
      int second = random.nextInt(pieces.length);
      byte[] piece = pieces[first];
      pieces[first] = pieces[second];
      pieces[second] = piece;
      return join(pieces);
    }
  },
  PART_DROPPED {
    @Override
    byte[] apply(Source source, Source other, Random random) {
      byte[][] pieces = source.pieces();
      pieces[random.nextInt(pieces.length)] = new byte[0];
      return join(pieces);
    }
  },
  /** One or two of its lengths and counts lie. */
  LENGTH_CHANGED {
    @Override
    byte[] apply(Source source, Source other, Random random) {
      return changed(source.bytes(), source.anatomy().lengths(), random);
    }
  },
  /** One or two of its sizes lie. */
  SIZE_CHANGED {
    @Override
    byte[] apply(Source source, Source other, Random random) {
      return changed(source.bytes(), source.anatomy().sizes(), random);
    }
  },
  /** The begin of one and the end of another of its format. */
  SPLICED {
    @Override
    byte[] apply(Source source, Source other, Random random) {
      return random.nextBoolean()
          ? join(
              head(source, place(source.bytes(), random)),
              tail(other, place(other.bytes(), random)))
          : join(
              head(source, pick(source.anatomy().cuts(), random)),
              tail(other, pick(other.anatomy().cuts(), random)));
    }
  },
  /** It begins like another format. */
  OTHER_MAGIC {
    @Override
    byte[] apply(Source source, Source other, Random random) {
      byte[] damaged = source.bytes().clone();
      byte[] magic = pick(MAGICS, random);
      System.arraycopy(magic, 0, damaged, 0, Math.min(magic.length, damaged.length));
      return damaged;
    }
  },
  /** Two files in one. */
  CONCATENATED {
    @Override
    byte[] apply(Source source, Source other, Random random) {
      return join(source.bytes(), other.bytes());
    }
  };

  private static final List<byte[]> MAGICS =
      List.of(
          Bytes.hex("FFD8FFE0"),
          Bytes.hex("89504E470D0A1A0A"),
          Bytes.ascii("GIF89a"),
          Bytes.ascii("RIFF\0\0\0\0WEBPVP8 "),
          Bytes.ascii("BM"),
          Bytes.hex("49492A00"),
          Bytes.hex("4D4D002A"));

  private static final long[] EXTREMES = {
    0, 1, 2, 255, 256, 32_767, 32_768, 65_535, 1 << 24, (1L << 31) - 1, 1L << 31, (1L << 32) - 1
  };

  /**
   * A damaged copy.
   *
   * @param other another image of the format
   */
  abstract byte[] apply(Source source, Source other, Random random);

  /** Every other one near the begin, where headers are. */
  private static int place(byte[] bytes, Random random) {
    return random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 96));
  }

  private static <T> T pick(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static byte[] changed(byte[] bytes, List<Field> fields, Random random) {
    byte[] damaged = bytes;
    for (int i = random.nextInt(2); i >= 0; i--) {
      long value =
          random.nextInt(4) == 0 ? random.nextInt() : EXTREMES[random.nextInt(EXTREMES.length)];
      damaged = pick(fields, random).set(damaged, value);
    }
    return damaged;
  }

  private static byte[] head(Source source, int end) {
    return Arrays.copyOf(source.bytes(), end);
  }

  private static byte[] tail(Source source, int from) {
    return Arrays.copyOfRange(source.bytes(), from, source.bytes().length);
  }

  private static byte[] join(byte[]... pieces) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      joined.writeBytes(piece);
    }
    return joined.toByteArray();
  }
}
