package org.thumbscore.image.jpeg;

import java.util.List;

/**
 * A scan of all components of a sequential image, of which the blocks within the window are kept.
 * Blocks outside of the window are only read. Not thread-safe.
 */
final class SequentialScan {
  private final Frame frame;
  private final Component[] components;
  private final CoefficientPlane[] planes;
  private final EntropyReader reader;
  private final BlockReader blocks;

  SequentialScan(Frame frame, List<CoefficientPlane> planes, EntropyReader reader) {
    this.frame = frame;
    this.components = frame.components().toArray(Component[]::new);
    this.planes = planes.toArray(CoefficientPlane[]::new);
    this.reader = reader;
    this.blocks = new BlockReader(reader);
  }

  /**
   * Reads the scan.
   *
   * @param restartInterval the number of MCUs between restart markers, or 0
   */
  void read(int restartInterval) throws UnusualJpegException {
    int untilRestart = restartInterval;
    int restarts = 0;
    for (int row = 0; row < frame.mcusDown(); row++) {
      boolean wanted = row >= frame.top() && row < frame.bottom();
      for (int column = 0; column < frame.mcusAcross(); column++) {
        if (restartInterval > 0) {
          if (untilRestart == 0) {
            reader.restart(restarts++);
            frame.components().forEach(each -> each.prediction = 0);
            untilRestart = restartInterval;
          }
          untilRestart--;
        }
        if (wanted && column >= frame.left() && column < frame.right()) {
          keep(column - frame.left(), row - frame.top());
        } else {
          skip();
        }
      }
    }
  }

  private void keep(int column, int row) throws UnusualJpegException {
    for (int i = 0; i < planes.length; i++) {
      Component component = components[i];
      CoefficientPlane plane = planes[i];
      int across = frame.across(component);
      int down = frame.down(component);
      for (int y = 0; y < down; y++) {
        for (int x = 0; x < across; x++) {
          blocks.read(component, plane, plane.block(column * across + x, row * down + y));
        }
      }
    }
  }

  private void skip() throws UnusualJpegException {
    for (Component component : components) {
      int count = frame.across(component) * frame.down(component);
      for (int i = 0; i < count; i++) {
        blocks.skip(component);
      }
    }
  }
}
