package org.thumbscore.model;

import java.util.List;
import org.thumbscore.model.PreprocessorConfig.Resize;
import org.thumbscore.model.PreprocessorConfig.Size;

/**
 * A reader of the image preprocessing from the place where transformers 5 reads it: the object
 * {@code image_processor} in {@code processor_config.json} or else {@code
 * preprocessor_config.json}.
 */
final class PreprocessorConfigReader {
  private static final String FILE = "preprocessor_config.json";
  private static final String PROCESSOR_FILE = "processor_config.json";
  private static final String IMAGE_PROCESSOR = "image_processor";
  private static final int CLIP_EDGE = 224;
  private static final List<Double> ZEROS = List.of(0.0, 0.0, 0.0);
  private static final List<Double> ONES = List.of(1.0, 1.0, 1.0);

  private final BundleLayout layout;
  private final JsonConfig config;
  private final PreprocessorDefaults defaults;
  private final int imageSize;

  private PreprocessorConfigReader(
      BundleLayout layout, JsonConfig config, PreprocessorDefaults defaults, int imageSize) {
    this.layout = layout;
    this.config = config;
    this.defaults = defaults;
    this.imageSize = imageSize;
  }

  static PreprocessorConfig readFrom(
      BundleLayout layout, PreprocessorDefaults defaults, int imageSize) {
    return new PreprocessorConfigReader(layout, config(layout), defaults, imageSize).read();
  }

  private static JsonConfig config(BundleLayout layout) {
    boolean processor = layout.files().contains(PROCESSOR_FILE);
    if (processor) {
      JsonConfig config = JsonConfig.read(layout, PROCESSOR_FILE);
      // Transformers 4 wrote this file without the object, next to the other file.
      if (config.has(IMAGE_PROCESSOR)) {
        return config.object(IMAGE_PROCESSOR);
      }
    }
    if (!layout.files().contains(FILE)) {
      throw layout.refusal(
          processor
              ? "it lacks %s, and %s has no object %s; %s"
                  .formatted(FILE, PROCESSOR_FILE, IMAGE_PROCESSOR, layout.contents())
              : "it lacks %s or %s; %s".formatted(PROCESSOR_FILE, FILE, layout.contents()));
    }
    return JsonConfig.read(layout, FILE);
  }

  private PreprocessorConfig read() {
    Resize resize = resize();
    boolean centerCrop = config.flag("do_center_crop", defaults.centerCrop());
    boolean normalise = config.flag("do_normalize", true);
    return new PreprocessorConfig(
        resize,
        checkEdge(centerCrop ? cropSize() : uncropped(resize)),
        centerCrop,
        resample(),
        config.flag("do_rescale", true) ? config.number("rescale_factor", 1.0 / 255) : 1,
        normalise ? config.triple("image_mean", defaults.mean()) : ZEROS,
        normalise ? deviation() : ONES);
  }

  private Size checkEdge(Size crop) {
    if (!crop.equals(new Size(imageSize, imageSize))) {
      throw refusal(" makes images of " + crop.height() + "x" + crop.width());
    }
    return crop;
  }

  /** Returns the size of uncropped images, which the resize alone determines. */
  private Size uncropped(Resize resize) {
    if (resize instanceof Resize.Exact exact) {
      return exact.size();
    }
    throw refusal(" neither crops nor scales to one size, so images keep their shape");
  }

  private BundleException refusal(String found) {
    return layout.refusal(
        config.file() + found + "; config.json says vision_config.image_size " + imageSize);
  }

  private Resize resize() {
    if (!config.flag("do_resize", true)) {
      return new Resize.None();
    }
    if (!config.has("size")) {
      return defaults.resize();
    }
    if (config.isNumber("size")) {
      int edge = config.positiveInt("size", CLIP_EDGE);
      return defaults.resize() instanceof Resize.Exact
          ? new Resize.Exact(new Size(edge, edge))
          : new Resize.ShortestEdge(edge);
    }
    JsonConfig size = config.object("size");
    if (size.has("shortest_edge") && !size.has("longest_edge")) {
      return new Resize.ShortestEdge(size.positiveInt("shortest_edge", CLIP_EDGE));
    }
    if (size.has("height") && size.has("width")) {
      return new Resize.Exact(exact(size));
    }
    throw config.refusal("size", "a number, {\"shortest_edge\"} or {\"height\", \"width\"}");
  }

  private Size cropSize() {
    if (!config.has("crop_size") || config.isNumber("crop_size")) {
      int edge = config.positiveInt("crop_size", CLIP_EDGE);
      return new Size(edge, edge);
    }
    JsonConfig size = config.object("crop_size");
    if (!size.has("height") || !size.has("width")) {
      throw config.refusal("crop_size", "a number or {\"height\", \"width\"}");
    }
    return exact(size);
  }

  private static Size exact(JsonConfig size) {
    return new Size(size.positiveInt("height", 1), size.positiveInt("width", 1));
  }

  private int resample() {
    return config.wholeNumber(
        "resample",
        PreprocessorConfig.BICUBIC,
        filter -> filter == PreprocessorConfig.BILINEAR || filter == PreprocessorConfig.BICUBIC,
        "2 (bilinear) or 3 (bicubic)");
  }

  private List<Double> deviation() {
    List<Double> deviation = config.triple("image_std", defaults.deviation());
    if (!deviation.stream().allMatch(value -> value > 0)) {
      throw config.refusal("image_std", "three numbers above 0");
    }
    return deviation;
  }
}
