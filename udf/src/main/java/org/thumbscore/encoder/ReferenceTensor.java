package org.thumbscore.encoder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.JsonConfig;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.runtime.Tensor;

/**
 * Reads an array of a reference batch: base64 of zlib of little-endian values in row-major order.
 */
final class ReferenceTensor {
  private static final int MAX_VALUES = 1 << 26;

  private ReferenceTensor() {}

  /**
   * Reads an array.
   *
   * @throws BundleException if it is not what its type and shape say
   */
  static Tensor read(ModelBundle bundle, JsonConfig arrays, String name) {
    JsonConfig array = arrays.object(name);
    long[] shape = array.indices("shape").stream().mapToLong(Integer::longValue).toArray();
    long count = 1;
    for (long extent : shape) {
      count = count > MAX_VALUES ? count : count * extent;
    }
    String type = array.text("dtype").orElse("");
    int width = type.equals("float32") ? Float.BYTES : Long.BYTES;
    if (count > MAX_VALUES || !List.of("float32", "int64").contains(type)) {
      throw refusal(
          bundle, name, "float32 or int64 in a shape of at most " + MAX_VALUES + " values");
    }
    ByteBuffer bytes = inflated(bundle, name, array.text("data").orElse(""), (int) count * width);
    if (width == Float.BYTES) {
      return new Tensor.Floats(FloatBuffer.wrap(floats(bytes)), shape);
    }
    int[] values = new int[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.toIntExact(bytes.getLong());
    }
    return new Tensor.Integers(values, shape);
  }

  private static float[] floats(ByteBuffer bytes) {
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  private static ByteBuffer inflated(ModelBundle bundle, String name, String data, int size) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(Base64.getDecoder().decode(data));
      byte[] bytes = new byte[size];
      int read = 0;
      while (read < size && !inflater.finished()) {
        int more = inflater.inflate(bytes, read, size - read);
        if (more == 0) {
          break;
        }
        read += more;
      }
      if (read == size) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      }
    } catch (DataFormatException | IllegalArgumentException e) {
      throw refusal(bundle, name, "base64 of zlib");
    } finally {
      inflater.end();
    }
    throw refusal(bundle, name, size + " bytes");
  }

  private static BundleException refusal(ModelBundle bundle, String name, String expected) {
    return bundle.refusal(
        "thumbscore.json has a reference batch whose %s is not %s".formatted(name, expected));
  }
}
