package org.thumbscore.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Graphs from the exporter are in the Python tests; these are written by hand, field by field. */
class QuantizedWeightsTest {
  private static final int INT8 = 3;
  private static final int UINT8 = 2;
  private static final int LENGTH = 2;
  private static final int VARINT = 0;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"2, 2, true", "3, 2, false", "1, 2, false", "2, 1, false", "2, 0, false"})
  void matrixOfUnsignedBytesIsFound(int type, int rank, boolean found) throws IOException {
    byte[] unpacked = tensor(type, rank, false);
    byte[] packed = tensor(type, rank, true);
    byte[] signed = tensor(INT8, 2, true);
    assertEquals(found, QuantizedWeights.areUnsigned(model(signed, unpacked)));
    assertEquals(found, QuantizedWeights.areUnsigned(model(packed, signed)));
  }

  @Test
  void fileThatIsCutOrNoGraphHasNone() throws IOException {
    byte[] whole = Files.readAllBytes(model(tensor(UINT8, 2, true)));
    for (int length = 0; length < whole.length; length++) {
      Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, length));
      assertFalse(QuantizedWeights.areUnsigned(cut), length + " bytes");
    }
    assertFalse(QuantizedWeights.areUnsigned(Files.writeString(folder.resolve("t"), "no graph")));
    assertFalse(QuantizedWeights.areUnsigned(folder.resolve("nothing is there")));
    assertTrue(QuantizedWeights.areUnsigned(model(tensor(UINT8, 2, true))));
  }

  private Path model(byte[]... tensors) throws IOException {
    ByteArrayOutputStream graph = new ByteArrayOutputStream();
    field(graph, 2, "name".getBytes(StandardCharsets.UTF_8));
    for (byte[] tensor : tensors) {
      field(graph, 5, tensor);
    }
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    field(model, 1, 8);
    field(model, 7, graph.toByteArray());
    return Files.write(folder.resolve("model.onnx"), model.toByteArray());
  }

  private static byte[] tensor(int type, int rank, boolean packed) throws IOException {
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    ByteArrayOutputStream dimensions = new ByteArrayOutputStream();
    for (int i = 0; i < rank; i++) {
      if (packed) {
        varint(dimensions, 300);
      } else {
        field(tensor, 1, 300);
      }
    }
    if (packed && rank > 0) {
      field(tensor, 1, dimensions.toByteArray());
    }
    field(tensor, 2, type);
    field(tensor, 9, new byte[500]);
    return tensor.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int number, byte[] content)
      throws IOException {
    varint(out, (number << 3) | LENGTH);
    varint(out, content.length);
    out.write(content);
  }

  private static void field(ByteArrayOutputStream out, int number, int value) {
    varint(out, (number << 3) | VARINT);
    varint(out, value);
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    int left = value;
    while (left > 0x7F) {
      out.write((left & 0x7F) | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }
}
