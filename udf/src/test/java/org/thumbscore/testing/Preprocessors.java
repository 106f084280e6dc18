package org.thumbscore.testing;

import java.util.List;
import org.thumbscore.model.PreprocessorConfig;
import org.thumbscore.model.PreprocessorConfig.Resize;
import org.thumbscore.model.PreprocessorConfig.Size;

/** Configs of the way from an image to the image tower. */
public final class Preprocessors {
  private static final List<Double> MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
  private static final List<Double> DEVIATION = List.of(0.26862954, 0.26130258, 0.27577711);

  private Preprocessors() {}

  /** As CLIP's own, for another edge. */
  public static PreprocessorConfig clip(int edge) {
    return with(new Resize.ShortestEdge(edge), new Size(edge, edge), PreprocessorConfig.BICUBIC);
  }

  /** CLIP's mean and deviation with another way to a crop. */
  public static PreprocessorConfig with(Resize resize, Size crop, int resample) {
    return new PreprocessorConfig(resize, crop, true, resample, 1.0 / 255, MEAN, DEVIATION);
  }
}
