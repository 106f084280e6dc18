package org.thumbscore.image.jpeg;

import java.util.List;
import org.thumbscore.image.header.Sample;

/**
 * A window of a decoded JPEG image, read column by column, as RGB. Chroma is upsampled as libjpeg
 * does by default. Not thread-safe.
 *
 * <p>The rows of a column are in an order of their own: see {@link #row}. All loops run along
 * columns and use equal indices, so that HotSpot vectorizes them.
 *
 * @see <a href="https://github.com/libjpeg-turbo/libjpeg-turbo/blob/main/src/jdsample.c">libjpeg,
 *     jdsample.c</a>
 */
public final class JpegSamples {
  /** How many chroma columns are kept for the next luma columns. */
  private static final int KEPT = 4;

  private final Frame frame;
  private final List<SamplePlane> planes;
  private final int rows;
  private final boolean wide;
  private final boolean tall;
  private final int left;
  private final int top;
  private final Chroma blueness;
  private final Chroma redness;

  JpegSamples(Frame frame, List<SamplePlane> planes) {
    this.frame = frame;
    this.planes = planes;
    this.rows = planes.get(0).rows();
    this.wide = isWide(frame);
    this.tall = isTall(frame);
    this.left = frame.left() * frame.mostHorizontal() * Frame.BLOCK;
    this.top = frame.top() * frame.mostVertical() * Frame.BLOCK;
    boolean color = planes.size() == 3;
    this.blueness = color ? new Chroma(1) : null;
    this.redness = color ? new Chroma(2) : null;
  }

  private static boolean isWide(Frame frame) {
    return frame.mostHorizontal() == 2;
  }

  private static boolean isTall(Frame frame) {
    return frame.mostVertical() == 2;
  }

  /** Returns whether a component's even rows come before its odd ones. */
  static boolean isSplit(Frame frame, Component component) {
    return isTall(frame) && component == frame.components().get(0);
  }

  /** Throws if chroma is not sampled as 4:4:4, 4:2:2 or 4:2:0. */
  static void requireKnownSampling(Frame frame) throws UnusualJpegException {
    if (frame.components().size() == 1) {
      return;
    }
    Component luma = frame.components().get(0);
    boolean known =
        luma.horizontal == frame.mostHorizontal()
            && luma.vertical == frame.mostVertical()
            && luma.horizontal >= luma.vertical
            && frame.components().stream()
                .skip(1)
                .allMatch(
                    // libjpeg upsamples one or two columns in another way
                    each ->
                        each.horizontal == 1
                            && each.vertical == 1
                            && (luma.horizontal == 1 || each.width > 2));
    if (!known) {
      throw new UnusualJpegException("a sampling other than 4:4:4, 4:2:2 and 4:2:0");
    }
  }

  /** Returns the width of the image. */
  public int width() {
    return frame.width();
  }

  /** Returns the height of the image. */
  public int height() {
    return frame.height();
  }

  private boolean isColor() {
    return planes.size() == 3;
  }

  /** Returns the number of rows in a column, some of which lie outside of the window. */
  public int rows() {
    return rows;
  }

  /** Returns the row of the image that is at an index of a column. */
  public int row(int index) {
    if (!tall) {
      return top + index;
    }
    int half = rows / 2;
    return top + (index < half ? 2 * index : 2 * (index - half) + 1);
  }

  /**
   * Writes a column of samples in [0, 255].
   *
   * @param x a column of the image within the window; fastest in ascending order
   * @param ycc whether the components are YCbCr, and not RGB
   */
  public void read(int x, boolean ycc, int[] red, int[] green, int[] blue) {
    int[] luma = planes.get(0).column(x - left);
    if (!isColor()) {
      System.arraycopy(luma, 0, red, 0, rows);
      System.arraycopy(luma, 0, green, 0, rows);
      System.arraycopy(luma, 0, blue, 0, rows);
      return;
    }
    int[] cb = blueness.column(x);
    int[] cr = redness.column(x);
    if (ycc) {
      add(luma, cr, YccFactors.RED_BY_CR, red, rows);
      addBoth(luma, cb, cr, green, rows);
      add(luma, cb, YccFactors.BLUE_BY_CB, blue, rows);
    } else {
      System.arraycopy(luma, 0, red, 0, rows);
      System.arraycopy(cb, 0, green, 0, rows);
      System.arraycopy(cr, 0, blue, 0, rows);
    }
  }

  private static void add(int[] luma, int[] chroma, int factor, int[] into, int count) {
    int shift = YccFactors.HALF - 128 * factor;
    for (int i = 0; i < count; i++) {
      into[i] = Sample.clip(luma[i] + ((chroma[i] * factor + shift) >> YccFactors.SCALE_BITS));
    }
  }

  private static void addBoth(int[] luma, int[] cb, int[] cr, int[] into, int count) {
    int shift = YccFactors.HALF + 128 * (YccFactors.GREEN_BY_CB + YccFactors.GREEN_BY_CR);
    for (int i = 0; i < count; i++) {
      int sum = cb[i] * -YccFactors.GREEN_BY_CB + cr[i] * -YccFactors.GREEN_BY_CR + shift;
      into[i] = Sample.clip(luma[i] + (sum >> YccFactors.SCALE_BITS));
    }
  }

  /** A chroma component, upsampled column by column. */
  private final class Chroma {
    private final SamplePlane plane;
    private final int first;
    private final int end;
    private final int lastRow;
    private final int[][] tallColumns = new int[KEPT][rows];
    private final int[] kept = {-1, -1, -1, -1};
    private final int[] above;
    private final int[] below;
    private final int[] odd;
    private final int[] upsampled = new int[rows];

    Chroma(int index) {
      Component component = frame.components().get(index);
      plane = planes.get(index);
      first = frame.left() * Frame.BLOCK;
      end = Math.min(component.width, frame.right() * Frame.BLOCK);
      lastRow = Math.min(component.height - frame.top() * Frame.BLOCK, plane.rows()) - 1;
      above = new int[plane.rows()];
      below = new int[plane.rows()];
      odd = new int[plane.rows()];
    }

    /** Returns the values beside a column of the image, which the next call overwrites. */
    int[] column(int x) {
      if (!wide) {
        return plane.column(x - first);
      }
      int near = x >> 1;
      boolean right = (x & 1) == 1;
      int far = right ? Math.min(near + 1, end - 1) : Math.max(near - 1, first);
      int shift = tall ? 4 : 2;
      int half = tall ? (right ? 7 : 8) : (right ? 2 : 1);
      mix(vertical(near), vertical(far), half, shift, upsampled, rows);
      return upsampled;
    }

    /** Returns a chroma column as high as the luma columns, times four if that took upsampling. */
    private int[] vertical(int x) {
      int[] column = plane.column(x - first);
      if (!tall) {
        return column;
      }
      int place = x % KEPT;
      int[] into = tallColumns[place];
      if (kept[place] != x) {
        kept[place] = x;
        int count = plane.rows();
        System.arraycopy(column, 0, above, 1, count - 1);
        above[0] = column[0];
        System.arraycopy(column, 1, below, 0, count - 1);
        below[lastRow] = column[lastRow];
        weigh(column, above, into, count);
        weigh(column, below, odd, count);
        System.arraycopy(odd, 0, into, count, count);
      }
      return into;
    }
  }

  private static void weigh(int[] near, int[] far, int[] into, int count) {
    for (int i = 0; i < count; i++) {
      into[i] = 3 * near[i] + far[i];
    }
  }

  private static void mix(int[] near, int[] far, int half, int shift, int[] into, int count) {
    for (int i = 0; i < count; i++) {
      into[i] = (3 * near[i] + far[i] + half) >> shift;
    }
  }
}
