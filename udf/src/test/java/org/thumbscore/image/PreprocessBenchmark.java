package org.thumbscore.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
import org.thumbscore.image.codec.DecodedImage;
import org.thumbscore.image.codec.ImageDecoder;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;
import org.thumbscore.image.resample.Cropper;
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
  private ImagePreprocessor preprocessor;
  private ImageDecoder jdkOnly;
  private ImageDecoder decoder;
  private Cropper cropper;
  private DecodedImage decoded;
  private RgbImage crop;
  private FloatBuffer pixels;

  @Setup
  public void prepare() throws IOException, UndecodableException, TooLargeException {
    Path scratch = Files.createTempDirectory("thumbscore-benchmark");
    encoded = image.isEmpty() ? DrawnImages.jpeg(7, 640, 360) : Files.readAllBytes(Path.of(image));
    preprocessor =
        ImagePreprocessor.open(
            Preprocessors.clip(EDGE), PreprocessingProfile.PILLOW, ImageLimits.DEFAULT, scratch);
    decoder = ImageDecoder.open(ImageLimits.DEFAULT, scratch);
    jdkOnly = new ImageDecoder(ImageLimits.DEFAULT, Optional.empty());
    cropper = new Cropper(Preprocessors.clip(EDGE), PreprocessingProfile.PILLOW);
    decoded = decoder.decode(encoded);
    crop = cropper.crop(decoded);
    pixels =
        ByteBuffer.allocateDirect(3 * EDGE * EDGE * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  @Benchmark
  public FloatBuffer all() {
    if (preprocessor.prepare(encoded) instanceof PreparedImage.Ready ready) {
      preprocessor.standardize(ready.crop(), pixels.clear());
    }
    return pixels;
  }

  @Benchmark
  public int decode() throws UndecodableException, TooLargeException {
    try (DecodedImage image = decoder.decode(encoded)) {
      return image.width();
    }
  }

  @Benchmark
  public int decodeByTheJdk() throws UndecodableException, TooLargeException {
    try (DecodedImage image = jdkOnly.decode(encoded)) {
      return image.width();
    }
  }

  @Benchmark
  public RgbImage resizeAndCrop() {
    return cropper.crop(decoded);
  }

  @Benchmark
  public FloatBuffer standardize() {
    preprocessor.standardize(crop, pixels.clear());
    return pixels;
  }
}
