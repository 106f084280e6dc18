package org.thumbscore.image.jpeg;

import java.util.List;
import org.thumbscore.image.header.PixelWindow;

/**
 * The frame of a JPEG image, and the window of whole MCUs that is decoded to samples.
 *
 * @param mcusAcross the MCUs of a row of the image
 * @param left the first column of MCUs of the window
 * @param right the column of MCUs after the window
 * @param top the first row of MCUs of the window
 * @param bottom the row of MCUs after the window
 */
record Frame(
    boolean progressive,
    int width,
    int height,
    List<Component> components,
    int mostHorizontal,
    int mostVertical,
    int mcusAcross,
    int mcusDown,
    int left,
    int right,
    int top,
    int bottom) {
  static final int BLOCK = 8;

  /** Upsampling looks at one more chroma sample, which is two pixels, in each direction. */
  private static final int CONTEXT = 2;

  static Frame of(
      boolean progressive, int width, int height, List<Component> components, PixelWindow window) {
    // A single component is never interleaved, so that its sampling factors mean nothing.
    boolean alone = components.size() == 1;
    int mostHorizontal =
        alone ? 1 : components.stream().mapToInt(each -> each.horizontal).max().orElseThrow();
    int mostVertical =
        alone ? 1 : components.stream().mapToInt(each -> each.vertical).max().orElseThrow();
    for (Component each : components) {
      each.width = alone ? width : ceil(width * each.horizontal, mostHorizontal);
      each.height = alone ? height : ceil(height * each.vertical, mostVertical);
      each.blocksAcross = ceil(each.width, BLOCK);
      each.blocksDown = ceil(each.height, BLOCK);
    }
    int mcuWidth = BLOCK * mostHorizontal;
    int mcuHeight = BLOCK * mostVertical;
    int across = ceil(width, mcuWidth);
    int down = ceil(height, mcuHeight);
    return new Frame(
        progressive,
        width,
        height,
        components,
        mostHorizontal,
        mostVertical,
        across,
        down,
        Math.max(window.left() - CONTEXT, 0) / mcuWidth,
        Math.min(ceil(window.right() + CONTEXT, mcuWidth), across),
        Math.max(window.top() - CONTEXT, 0) / mcuHeight,
        Math.min(ceil(window.bottom() + CONTEXT, mcuHeight), down));
  }

  static int ceil(int value, int divisor) {
    return (value + divisor - 1) / divisor;
  }

  /** Returns the blocks of a component across an MCU. */
  int across(Component component) {
    return components.size() == 1 ? 1 : component.horizontal;
  }

  /** Returns the blocks of a component down an MCU. */
  int down(Component component) {
    return components.size() == 1 ? 1 : component.vertical;
  }
}
