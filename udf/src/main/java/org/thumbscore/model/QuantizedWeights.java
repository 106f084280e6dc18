package org.thumbscore.model;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads from an ONNX file in which type its weights are quantized. ONNX Runtime does not tell it.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
public final class QuantizedWeights {
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_INITIALIZER = 5;
  private static final int TENSOR_DIMENSIONS = 1;
  private static final int TENSOR_TYPE = 2;
  private static final int UINT8 = 2;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private final InputStream in;
  private long position;
  private int field;
  private int wireType;
  private long value;

  private QuantizedWeights(InputStream in) {
    this.in = in;
  }

  /**
   * Returns whether a graph has matrices of unsigned 8-bit integers, for which ONNX Runtime has no
   * fast kernels on x86. False if the file cannot be read as an ONNX graph.
   */
  public static boolean areUnsigned(Path graph) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(graph))) {
      return new QuantizedWeights(in).unsignedMatrix(Files.size(graph));
    } catch (IOException e) {
      return false;
    }
  }

  private boolean unsignedMatrix(long modelEnd) throws IOException {
    while (position < modelEnd) {
      next();
      if (field == MODEL_GRAPH && wireType == LENGTH) {
        long graphEnd = position + value;
        while (position < graphEnd) {
          next();
          if (field != GRAPH_INITIALIZER || wireType != LENGTH) {
            skip();
          } else if (isUnsignedMatrix(position + value)) {
            return true;
          }
        }
      } else {
        skip();
      }
    }
    return false;
  }

  private boolean isUnsignedMatrix(long end) throws IOException {
    int rank = 0;
    long type = 0;
    while (position < end) {
      next();
      if (field == TENSOR_DIMENSIONS && wireType == LENGTH) {
        long dimensionsEnd = position + value;
        while (position < dimensionsEnd) {
          varint();
          rank++;
        }
      } else {
        rank += field == TENSOR_DIMENSIONS ? 1 : 0;
        type = field == TENSOR_TYPE ? value : type;
        skip();
      }
    }
    return type == UINT8 && rank > 1;
  }

  /** Reads the key of the next field, and its value or length. */
  private void next() throws IOException {
    long key = varint();
    field = (int) (key >>> 3);
    wireType = (int) (key & 7);
    value =
        switch (wireType) {
          case VARINT, LENGTH -> varint();
          case FIXED64 -> Long.BYTES;
          case FIXED32 -> Integer.BYTES;
          default -> throw new IOException("not a protocol buffer");
        };
  }

  /** Skips the content of the field, if there is more than its value. */
  private void skip() throws IOException {
    if (wireType != VARINT) {
      in.skipNBytes(value);
      position += value;
    }
  }

  private long varint() throws IOException {
    long result = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      position++;
      result |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return result;
      }
    }
    throw new IOException("not a protocol buffer");
  }
}
