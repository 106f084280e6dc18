package org.thumbscore.image.resample;

import org.thumbscore.image.header.ImageSize;
import org.thumbscore.image.header.PixelWindow;
import org.thumbscore.model.PreprocessorConfig;

/**
 * How images of one size are resized and cropped. Immutable.
 *
 * @param size the size before
 * @param horizontal the columns of the crop that are not padding
 * @param vertical the rows of the crop that are not padding
 * @param left the first column of the crop that is not padding
 * @param top the first row of the crop that is not padding
 */
record ResizePlan(
    ImageSize size,
    ResampleKernel horizontal,
    ResampleKernel vertical,
    PassOrder order,
    int left,
    int top) {

  static ResizePlan of(PreprocessorConfig config, PreprocessingProfile profile, ImageSize size) {
    ResampleFilter filter = ResampleFilter.of(config);
    CropGeometry geometry = CropGeometry.of(config, profile, size.width(), size.height());
    int firstX = Math.max(geometry.left(), 0);
    int firstY = Math.max(geometry.top(), 0);
    int endX = Math.min(geometry.left() + config.crop().width(), geometry.width());
    int endY = Math.min(geometry.top() + config.crop().height(), geometry.height());
    return new ResizePlan(
        size,
        ResampleKernel.of(profile, filter, size.width(), geometry.width(), firstX, endX),
        ResampleKernel.of(profile, filter, size.height(), geometry.height(), firstY, endY),
        profile.order(size, geometry.scaled()),
        firstX - geometry.left(),
        firstY - geometry.top());
  }

  /** Returns the pixels that are needed. */
  PixelWindow window() {
    return new PixelWindow(
        horizontal.firstInput(), horizontal.endInput(), vertical.firstInput(), vertical.endInput());
  }
}
