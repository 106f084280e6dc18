package org.thumbscore.bundle;

import java.util.List;
import org.thumbscore.bundle.PreprocessorConfig.Resize;
import org.thumbscore.bundle.PreprocessorConfig.Size;

/**
 * Reads {@code preprocessor_config.json}; absent keys have the defaults of transformers' {@code
 * CLIPImageProcessor}.
 */
final class PreprocessorConfigReader {
  private static final String FILE = "preprocessor_config.json";
  private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
  private static final List<Double> CLIP_DEVIATION = List.of(0.26862954, 0.26130258, 0.27577711);
  private static final List<Double> ZEROS = List.of(0.0, 0.0, 0.0);
  private static final List<Double> ONES = List.of(1.0, 1.0, 1.0);

  private final JsonConfig config;

  private PreprocessorConfigReader(JsonConfig config) {
    this.config = config;
  }

  static PreprocessorConfig readFrom(BundleLayout layout, int imageSize) {
    return new PreprocessorConfigReader(JsonConfig.read(layout, FILE)).read(layout, imageSize);
  }

  private PreprocessorConfig read(BundleLayout layout, int imageSize) {
    boolean normalise = config.flag("do_normalize");
    PreprocessorConfig read =
        new PreprocessorConfig(
            resize(),
            size("crop_size", imageSize),
            config.flag("do_center_crop"),
            resample(),
            config.flag("do_rescale") ? config.number("rescale_factor", 1.0 / 255) : 1,
            normalise ? config.triple("image_mean", CLIP_MEAN) : ZEROS,
            normalise ? deviation() : ONES);
    return checkEdge(layout, read, imageSize);
  }

  private static PreprocessorConfig checkEdge(
      BundleLayout layout, PreprocessorConfig read, int imageSize) {
    Size edge = new Size(imageSize, imageSize);
    PreprocessorConfig checked = read.centerCrop() ? read : read.withCropFromResize();
    if (!checked.crop().equals(edge)) {
      throw layout.refusal(
          FILE
              + " makes pictures of "
              + checked.crop().height()
              + "x"
              + checked.crop().width()
              + "; config.json says vision_config.image_size "
              + imageSize);
    }
    return checked;
  }

  private Resize resize() {
    if (!config.flag("do_resize")) {
      return new Resize.None();
    }
    if (!config.has("size")) {
      return new Resize.ShortestEdge(224);
    }
    if (config.isNumber("size")) {
      return new Resize.ShortestEdge(config.positiveInt("size", 224));
    }
    JsonConfig size = config.object("size");
    if (size.has("shortest_edge") && !size.has("longest_edge")) {
      return new Resize.ShortestEdge(size.positiveInt("shortest_edge", 224));
    }
    if (size.has("height") && size.has("width")) {
      return new Resize.Exact(exact(size));
    }
    throw config.refusal("size", "a number, {\"shortest_edge\"} or {\"height\", \"width\"}");
  }

  private Size size(String key, int absent) {
    if (!config.has(key)) {
      return new Size(absent, absent);
    }
    if (config.isNumber(key)) {
      int edge = config.positiveInt(key, absent);
      return new Size(edge, edge);
    }
    JsonConfig size = config.object(key);
    if (!size.has("height") || !size.has("width")) {
      throw config.refusal(key, "a number or {\"height\", \"width\"}");
    }
    return exact(size);
  }

  private static Size exact(JsonConfig size) {
    return new Size(size.positiveInt("height", 1), size.positiveInt("width", 1));
  }

  private int resample() {
    int filter = config.positiveInt("resample", PreprocessorConfig.BICUBIC);
    if (filter != PreprocessorConfig.BILINEAR && filter != PreprocessorConfig.BICUBIC) {
      throw config.refusal("resample", "2 (bilinear) or 3 (bicubic)");
    }
    return filter;
  }

  private List<Double> deviation() {
    List<Double> deviation = config.triple("image_std", CLIP_DEVIATION);
    if (!deviation.stream().allMatch(value -> value > 0)) {
      throw config.refusal("image_std", "three numbers above 0");
    }
    return deviation;
  }
}
