package org.thumbscore.image.jpeg;

import java.util.List;

/**
 * One of several scans of an image, which adds to the coefficients. Not thread-safe.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, annex G</a>
 * @see <a href="https://github.com/libjpeg-turbo/libjpeg-turbo/blob/main/src/jdphuff.c">libjpeg,
 *     jdphuff.c</a>
 */
final class BufferedScan {
  private static final int SIZE = CoefficientPlane.SIZE;
  private static final int ZERO_RUN = 15;
  private static final int LONGEST_DC = 11;

  /** How a scan reads a block, at an index of the coefficients. */
  @FunctionalInterface
  private interface Block {
    void read(Component component, CoefficientPlane plane, int at) throws UnusualJpegException;
  }

  private final Frame frame;
  private final ScanHeader header;
  private final List<CoefficientPlane> planes;
  private final EntropyReader reader;
  private final Block block;

  /** How many of the next blocks have no more coefficients in this scan. */
  private int endRun;

  /**
   * Makes a scan.
   *
   * @param planes the coefficients of all components of the frame
   */
  BufferedScan(
      Frame frame, ScanHeader header, List<CoefficientPlane> planes, EntropyReader reader) {
    this.frame = frame;
    this.header = header;
    this.planes = planes;
    this.reader = reader;
    this.block = kind();
  }

  private Block kind() {
    if (!frame.progressive()) {
      return this::whole;
    }
    if (header.first() == 0) {
      return header.high() == 0 ? this::dcFirst : this::dcMore;
    }
    return header.high() == 0 ? this::acFirst : this::acMore;
  }

  void read(int restartInterval) throws UnusualJpegException {
    boolean alone = header.components().size() == 1;
    Component only = header.components().get(0);
    int across = alone ? only.blocksAcross : frame.mcusAcross();
    int down = alone ? only.blocksDown : frame.mcusDown();
    int untilRestart = restartInterval;
    int restarts = 0;
    for (int row = 0; row < down; row++) {
      for (int column = 0; column < across; column++) {
        if (restartInterval > 0) {
          if (untilRestart == 0) {
            requireNoRun();
            reader.restart(restarts++);
            header.components().forEach(each -> each.prediction = 0);
            untilRestart = restartInterval;
          }
          untilRestart--;
        }
        reader.checkPosition();
        if (alone) {
          CoefficientPlane plane = plane(only);
          block.read(only, plane, CoefficientPlane.SIZE * plane.block(column, row));
        } else {
          readMcu(column, row);
        }
      }
    }
    requireNoRun();
  }

  private void readMcu(int column, int row) throws UnusualJpegException {
    for (Component component : header.components()) {
      CoefficientPlane plane = plane(component);
      for (int y = 0; y < component.vertical; y++) {
        for (int x = 0; x < component.horizontal; x++) {
          int number = plane.block(column * component.horizontal + x, row * component.vertical + y);
          block.read(component, plane, CoefficientPlane.SIZE * number);
        }
      }
    }
  }

  private CoefficientPlane plane(Component component) {
    return planes.get(frame.components().indexOf(component));
  }

  private void requireNoRun() throws UnusualJpegException {
    if (endRun != 0) {
      throw new UnusualJpegException("a run of more blocks than there are");
    }
  }

  /** Sets the coefficient at a zigzag index. */
  private static void set(CoefficientPlane plane, int at, int k, int value)
      throws UnusualJpegException {
    if (value != (short) value) {
      throw new UnusualJpegException("a coefficient of more than 16 bits");
    }
    plane.values[at + CoefficientPlane.NATURAL[k]] = (short) value;
  }

  private void whole(Component component, CoefficientPlane plane, int at)
      throws UnusualJpegException {
    set(plane, at, 0, dc(component));
    for (int k = 1; k < SIZE; k++) {
      int symbol = reader.symbol(component.ac);
      int size = symbol & 15;
      int run = symbol >> 4;
      if (size == 0 && run != ZERO_RUN) {
        if (run != 0) {
          throw new UnusualJpegException("an end of several blocks in a sequential scan");
        }
        return;
      }
      k += run;
      if (size > 0) {
        set(plane, at, index(k, SIZE - 1), HuffmanTable.extend(reader.read(size), size));
      }
    }
  }

  private void dcFirst(Component component, CoefficientPlane plane, int at)
      throws UnusualJpegException {
    set(plane, at, 0, dc(component) << header.low());
  }

  private void dcMore(Component component, CoefficientPlane plane, int at) {
    plane.values[at] |= (short) (reader.read(1) << header.low());
  }

  private int dc(Component component) throws UnusualJpegException {
    int size = reader.symbol(component.dc);
    if (size > LONGEST_DC) {
      throw new UnusualJpegException("a difference of more than 11 bits");
    }
    if (size > 0) {
      component.prediction += HuffmanTable.extend(reader.read(size), size);
    }
    return component.prediction;
  }

  private void acFirst(Component component, CoefficientPlane plane, int at)
      throws UnusualJpegException {
    if (endRun > 0) {
      endRun--;
      return;
    }
    for (int k = header.first(); k <= header.last(); k++) {
      int symbol = reader.symbol(component.ac);
      int size = symbol & 15;
      int run = symbol >> 4;
      if (size == 0 && run != ZERO_RUN) {
        endRun = run(run) - 1;
        return;
      }
      k += run;
      if (size > 0) {
        int value = HuffmanTable.extend(reader.read(size), size) << header.low();
        set(plane, at, index(k, header.last()), value);
      }
    }
  }

  private int run(int bits) {
    return (1 << bits) + (bits > 0 ? reader.read(bits) : 0);
  }

  private static int index(int k, int last) throws UnusualJpegException {
    if (k > last) {
      throw new UnusualJpegException("a block of more coefficients than the scan has");
    }
    return k;
  }

  private void acMore(Component component, CoefficientPlane plane, int at)
      throws UnusualJpegException {
    int k = header.first();
    while (endRun == 0 && k <= header.last()) {
      int symbol = reader.symbol(component.ac);
      int size = symbol & 15;
      int run = symbol >> 4;
      if (size == 0 && run != ZERO_RUN) {
        endRun = run(run);
      } else if (size > 1) {
        throw new UnusualJpegException("a new coefficient of more than one bit");
      } else {
        boolean negative = size == 1 && reader.read(1) == 0;
        k = refine(plane.values, at, k, run);
        if (size == 1) {
          int value = negative ? -1 << header.low() : 1 << header.low();
          set(plane, at, index(k, header.last()), value);
        }
        k++;
      }
    }
    if (endRun > 0) {
      refine(plane.values, at, k, SIZE);
      endRun--;
    }
  }

  /**
   * Adds a bit to the coefficients that are not zero.
   *
   * @param zeros how many coefficients that are zero are passed
   * @return the index of the zero after these, or the index after the last coefficient of the scan
   */
  private int refine(short[] values, int at, int from, int zeros) {
    int bit = 1 << header.low();
    int left = zeros;
    for (int k = from; k <= header.last(); k++) {
      int place = at + CoefficientPlane.NATURAL[k];
      short value = values[place];
      if (value == 0) {
        if (left == 0) {
          return k;
        }
        left--;
      } else if (reader.read(1) == 1 && (value & bit) == 0) {
        values[place] += (short) (value >= 0 ? bit : -bit);
      }
    }
    return header.last() + 1;
  }
}
