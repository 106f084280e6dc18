package org.thumbscore.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What was measured on a machine. All rates are per second of wall-clock time.
 *
 * @param towers the model alone on ready tensors, for each device, precision and batch size
 * @param steps what preparing an article costs on one core, in the order of the pipeline
 * @param pipeline the pipeline from encoded images and texts to similarities
 */
public record BenchResult(
    Machine machine,
    Model model,
    Articles articles,
    List<TowerRate> towers,
    List<Step> steps,
    Pipeline pipeline) {

  /** The machine and the software. */
  public record Machine(
      String processor, int cores, String system, String java, String onnxRuntime) {}

  /** The model bundle. */
  public record Model(String name, String family, String sha256) {}

  /**
   * The articles.
   *
   * @param meanBytes the mean size of an encoded image
   * @param meanTokens the mean number of tokens of a text
   */
  public record Articles(String images, double meanBytes, double meanTokens) {}

  /**
   * The rate of the model alone.
   *
   * @param device the device, the execution provider and the precision that were really used, or
   *     what was requested if it failed
   * @param settings the configuration that selects it, for instance {@code score.precision=int8}
   * @param standard whether the job uses this device and precision if nothing else is set
   * @param images images per second; 0 if it failed
   * @param articles images with their texts per second, on the same cores; 0 if it failed
   * @param error why it could not be measured; null if it was
   */
  public record TowerRate(
      String device,
      Map<String, String> settings,
      boolean standard,
      int batch,
      double images,
      double texts,
      double articles,
      String error) {}

  /**
   * A check of a GPU.
   *
   * @param passed null if nothing was demanded, or it could not be checked
   * @param found what was found, on one line
   */
  public record Check(String name, Boolean passed, String found) {}

  /** A step of the preparation of an article. */
  public record Step(String name, double perSecond) {
    /** Returns the milliseconds of a core for one article. */
    @JsonProperty("millis")
    public double millis() {
      return 1_000 / perSecond;
    }
  }

  /**
   * The rate of the pipeline.
   *
   * @param device the device, the execution provider and the precision
   * @param alone articles per second of the model alone with the same settings
   * @param attainable articles per second if preparing them on the same cores cost what {@link
   *     Step}s cost, and nothing else did; on a GPU, the smaller of both
   * @param shares the share of each step in the time of all threads
   */
  public record Pipeline(
      String device,
      int batch,
      long rows,
      double seconds,
      double articles,
      double alone,
      double attainable,
      Map<String, Double> shares) {}
}
