package org.thumbscore.runtime;

import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.EncoderConfig;
import org.thumbscore.model.GraphFiles;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.model.Precision;

/**
 * The towers of one bundle, loaded on one device. Thread-safe; closing while a run is under way is
 * the owner's mistake.
 */
public final class EncoderSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EncoderSession.class);

  private final Device device;
  private final Precision precision;
  private final EncoderConfig config;
  private final InferenceThread thread;
  private final Towers towers;

  private EncoderSession(
      Device device,
      Precision precision,
      EncoderConfig config,
      InferenceThread thread,
      Towers towers) {
    this.device = device;
    this.precision = precision;
    this.config = config;
    this.thread = thread;
    this.towers = towers;
  }

  /**
   * Loads the towers, checks their inputs and outputs, and runs each once.
   *
   * @param precisions in order of preference; empty: fp16 on a GPU where the bundle has it, else
   *     fp32
   * @throws BundleException if the graphs are not those of a dual encoder, or cannot be loaded
   * @throws EncoderException if the device does not start and may not be replaced
   */
  public static EncoderSession open(
      ModelBundle bundle, List<Precision> precisions, DeviceChoice choice) {
    LOG.info("Device {} ({})", choice.device().description(), choice.reason());
    if (!choice.mayFallBack()) {
      return openOn(choice.device(), bundle, precisions);
    }
    try {
      return openOn(choice.device(), bundle, precisions);
    } catch (EncoderException e) {
      LOG.warn("Falling back to the CPU (score.device=auto): {}", e.getMessage());
      return openOn(new Device.Cpu(), bundle, precisions);
    }
  }

  private static EncoderSession openOn(
      Device device, ModelBundle bundle, List<Precision> precisions) {
    GraphFiles files = bundle.graphs(precisions.isEmpty() ? defaults(device) : precisions);
    InferenceThread thread = InferenceThread.forDevice(device);
    try {
      EncoderConfig config = bundle.encoder();
      GraphValidator contract = new GraphValidator(bundle.name(), config);
      Towers towers = thread.call(() -> Towers.open(files, device, contract, config));
      EncoderSession session =
          new EncoderSession(device, files.precision(), config, thread, towers);
      session.closeUnless(session::warmUp);
      return session;
    } catch (BundleException | EncoderException e) {
      thread.close();
      throw e;
    } catch (Exception e) {
      thread.close();
      throw unusable(device, bundle, e);
    }
  }

  private static List<Precision> defaults(Device device) {
    return device instanceof Device.Cuda
        ? List.of(Precision.FP16, Precision.FP32)
        : List.of(Precision.FP32);
  }

  private static RuntimeException unusable(Device device, ModelBundle bundle, Exception cause) {
    if (device instanceof Device.Cuda cuda) {
      return new EncoderException(CudaFailure.explain(cuda, cause.getMessage()), cause);
    }
    String why = String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
    return new BundleException(
        "Cannot use bundle " + bundle.name() + ": ONNX Runtime refuses its graphs: " + why, cause);
  }

  private void closeUnless(Runnable check) {
    try {
      check.run();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Finds kernels that fail, and widths that the graphs leave open, before the first row. */
  private void warmUp() {
    FloatBuffer pixels = pixelBuffer(1);
    int length = fixedTextLength().orElse(2);
    int[] mask = new int[length];
    Arrays.fill(mask, 1);
    checkWidth("image", images(pixels, 1));
    checkWidth("text", texts(new TokenMatrix(1, length, new int[length], mask)));
  }

  private void checkWidth(String tower, float[] embedding) {
    if (embedding.length != config.projectionDim()) {
      throw new BundleException(
          "Cannot use bundle: its "
              + tower
              + " tower yields "
              + embedding.length
              + " values; config.json says projection_dim "
              + config.projectionDim());
    }
  }

  /** The device the session runs on; after a fall-back not the one asked for. */
  public Device device() {
    return device;
  }

  /** The precision of the loaded graphs. */
  public Precision precision() {
    return precision;
  }

  /** Width of both embeddings. */
  public int width() {
    return config.projectionDim();
  }

  /** The only sequence length that the text tower takes; empty where it takes any. */
  public OptionalInt fixedTextLength() {
    return towers.fixedLength() < 0 ? OptionalInt.empty() : OptionalInt.of(towers.fixedLength());
  }

  /** A new direct buffer for this many images, {@code [rows, 3, edge, edge]}. */
  public FloatBuffer pixelBuffer(int rows) {
    int edge = config.imageSize();
    return InputTensors.direct(Math.multiplyExact(rows, 3 * edge * edge * Float.BYTES))
        .asFloatBuffer();
  }

  /**
   * Runs the image tower; blocks until the device is done.
   *
   * @param pixels float32 {@code [rows, 3, edge, edge]} from the position on, direct; read during
   *     the call and not kept, its position unchanged
   * @return a new row-major {@code [rows, width]} array, not normalised
   * @throws EncoderException if the runtime fails
   */
  public float[] images(FloatBuffer pixels, int rows) {
    int floats = rows * 3 * config.imageSize() * config.imageSize();
    FloatBuffer view = pixels.slice(pixels.position(), floats);
    return run("image", rows, () -> towers.images(view, rows));
  }

  /**
   * Runs the text tower; blocks until the device is done.
   *
   * @return a new row-major {@code [rows, width]} array, not normalised
   * @throws EncoderException if the runtime fails
   */
  public float[] texts(TokenMatrix batch) {
    return run("text", batch.rows(), () -> towers.texts(batch));
  }

  private float[] run(String tower, int rows, Callable<float[]> run) {
    try {
      return thread.call(run);
    } catch (EncoderException e) {
      throw e;
    } catch (Exception e) {
      throw new EncoderException(
          "Cannot run the "
              + tower
              + " tower on "
              + rows
              + " rows on "
              + device.description()
              + ": "
              + String.valueOf(e.getMessage()).replaceAll("\\s+", " "),
          e);
    }
  }

  @Override
  public void close() {
    try (thread) {
      thread.call(
          () -> {
            towers.close();
            return true;
          });
    } catch (OrtException e) {
      throw new EncoderException("Cannot close the session: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new EncoderException("Cannot close the session", e);
    }
  }
}
