package org.thumbscore.model;

import java.util.List;
import org.thumbscore.model.PreprocessorConfig.Resize;
import org.thumbscore.model.PreprocessorConfig.Size;

/**
 * The values of a preprocessing config's absent keys, which differ between the image processors of
 * transformers.
 *
 * @param resize how images are scaled
 * @param centerCrop whether the centre is cut out after resizing
 * @param mean per channel, RGB
 * @param deviation per channel, RGB
 */
public record PreprocessorDefaults(
    Resize resize, boolean centerCrop, List<Double> mean, List<Double> deviation) {
  private static final List<Double> OPENAI_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
  private static final List<Double> OPENAI_DEVIATION = List.of(0.26862954, 0.26130258, 0.27577711);

  /** Those of {@code CLIPImageProcessor}. */
  public static final PreprocessorDefaults CLIP =
      new PreprocessorDefaults(new Resize.ShortestEdge(224), true, OPENAI_MEAN, OPENAI_DEVIATION);

  /** Those of {@code BlipImageProcessor}. */
  public static final PreprocessorDefaults BLIP =
      new PreprocessorDefaults(
          new Resize.Exact(new Size(384, 384)), false, OPENAI_MEAN, OPENAI_DEVIATION);

  public PreprocessorDefaults {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
  }
}
