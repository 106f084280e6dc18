package org.thumbscore.image.codec;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.thumbscore.image.header.DecodeMemory;
import org.thumbscore.image.header.ImageFormat;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.header.PixelWindow;
import org.thumbscore.image.header.SizeGate;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;
import org.thumbscore.image.header.UnsupportedFormat;

/** A decoder for images in any supported format. Thread-safe. */
public final class ImageDecoder {
  private static final int SHOWN_BYTES = 8;

  private final ImageLimits limits;
  private final Map<ImageFormat, FormatDecoder> decoders = new EnumMap<>(ImageFormat.class);

  public ImageDecoder(ImageLimits limits, Optional<NativeCodecs> natives) {
    this.limits = limits;
    decoders.put(ImageFormat.JPEG, new JpegDecoder(natives));
    decoders.put(ImageFormat.PNG, new PngDecoder());
    decoders.put(ImageFormat.GIF, new GifDecoder());
    decoders.put(ImageFormat.WEBP, new WebpDecoder(natives));
    decoders.put(ImageFormat.BMP, new BmpDecoder());
    decoders.put(ImageFormat.TIFF, new TiffDecoder());
  }

  public static ImageDecoder open(ImageLimits limits, Path scratch) {
    return new ImageDecoder(limits, NativeCodecs.load(scratch));
  }

  /** Decodes a complete image, which the caller closes. */
  public DecodedImage decode(byte[] bytes) throws UndecodableException, TooLargeException {
    return decode(bytes, PixelWindow::whole);
  }

  /** Decodes an image of which only a window is read. The caller closes it. */
  public DecodedImage decode(byte[] bytes, PixelWindow.Chooser window)
      throws UndecodableException, TooLargeException {
    DecodeMemory.Claim claim = DecodeMemory.SHARED.claim();
    try {
      return ClaimedImage.of(decode(bytes, new SizeGate(limits, claim), window), claim);
    } catch (UndecodableException | TooLargeException | RuntimeException | Error e) {
      claim.close();
      throw e;
    }
  }

  private DecodedImage decode(byte[] bytes, SizeGate gate, PixelWindow.Chooser window)
      throws UndecodableException, TooLargeException {
    gate.checkBytes(bytes.length);
    ImageFormat format = ImageFormat.of(bytes).orElseThrow(() -> unknown(bytes));
    return decoders.get(format).decode(bytes, gate, window);
  }

  private static UndecodableException unknown(byte[] bytes) {
    String found =
        UnsupportedFormat.of(bytes)
            .map(format -> format.description() + ", which is not supported")
            .orElseGet(() -> "not an image: " + start(bytes));
    return new UndecodableException(found + "; expected JPEG, PNG, GIF, WebP, BMP or TIFF");
  }

  private static String start(byte[] bytes) {
    byte[] start = Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN_BYTES));
    String text = new String(start, StandardCharsets.US_ASCII).replaceAll("[^\\x20-\\x7E]", ".");
    return "%d bytes that begin with %s (%s)"
        .formatted(bytes.length, HexFormat.of().formatHex(start), text);
  }
}
