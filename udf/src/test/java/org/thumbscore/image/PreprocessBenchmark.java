package org.thumbscore.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.resample.PreprocessingProfile;
import org.thumbscore.image.resample.RgbImage;
import org.thumbscore.testing.DrawnImages;
import org.thumbscore.testing.Preprocessors;

/**
 * Images per second and core, whole and by step. {@code -p image=FILE} times an image of one's own
 * instead of the drawn one of 640x360 pixels; {@code -prof org.thumbscore.testing.CpuRateProfiler}
 * adds the rate by processor time. {@code notebooks/bench_reference.py preprocess} times the Pillow
 * processor by the same.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PreprocessBenchmark {
  private static final int EDGE = 224;

  @Param("")
  public String image;

  private byte[] encoded;
  private byte[] forLibjpeg;
  private ImagePreprocessor preprocessor;
  private RgbImage crop;
  private FloatBuffer pixels;

  @Setup
  public void prepare() throws IOException {
    Path scratch = Files.createTempDirectory("thumbscore-benchmark");
    encoded = image.isEmpty() ? DrawnImages.jpeg(7, 640, 360) : Files.readAllBytes(Path.of(image));
    forLibjpeg = padded(encoded);
    preprocessor =
        ImagePreprocessor.open(
            Preprocessors.clip(EDGE), PreprocessingProfile.PILLOW, ImageLimits.DEFAULT, scratch);
    crop = ((PreparedImage.Ready) preprocessor.prepare(encoded)).crop();
    pixels =
        ByteBuffer.allocateDirect(3 * EDGE * EDGE * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  /** The image with a byte that fills space before a marker, which is left to libjpeg. */
  private static byte[] padded(byte[] jpeg) {
    byte[] padded = new byte[jpeg.length + 1];
    System.arraycopy(jpeg, 0, padded, 0, 2);
    padded[2] = (byte) 0xFF;
    System.arraycopy(jpeg, 2, padded, 3, jpeg.length - 2);
    return padded;
  }

  @Benchmark
  public FloatBuffer all() {
    return all(encoded);
  }

  /** The same with libjpeg-turbo in place of this project's decoder. */
  @Benchmark
  public FloatBuffer allByLibjpeg() {
    return all(forLibjpeg);
  }

  private FloatBuffer all(byte[] file) {
    if (preprocessor.prepare(file) instanceof PreparedImage.Ready ready) {
      preprocessor.standardize(ready.crop(), pixels.clear());
    }
    return pixels;
  }

  @Benchmark
  public PreparedImage decodeAndCrop() {
    return preprocessor.prepare(encoded);
  }

  @Benchmark
  public FloatBuffer standardize() {
    preprocessor.standardize(crop, pixels.clear());
    return pixels;
  }
}
