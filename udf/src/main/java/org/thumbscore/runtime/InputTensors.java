package org.thumbscore.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tensors of one run; closes them. Not thread-safe. */
final class InputTensors implements AutoCloseable {
  private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();

  Map<String, OnnxTensor> tensors() {
    return tensors;
  }

  /**
   * Adds pixels without copying.
   *
   * @param pixels direct and in native order, with {@code rows * 3 * edge * edge} floats remaining
   */
  InputTensors pixels(FloatBuffer pixels, int rows, int edge) throws OrtException {
    long[] shape = {rows, 3, edge, edge};
    tensors.put(
        GraphValidator.PIXELS, OnnxTensor.createTensor(OrtGraph.environment(), pixels, shape));
    return this;
  }

  /** Adds ids, and the mask where the graph takes one, in the graph's integer type. */
  InputTensors tokens(TokenMatrix batch, GraphSignature graph) throws OrtException {
    add(graph, GraphValidator.IDS, batch, batch.ids());
    if (graph.input(GraphValidator.MASK).isPresent()) {
      add(graph, GraphValidator.MASK, batch, batch.mask());
    }
    return this;
  }

  private void add(GraphSignature graph, String name, TokenMatrix batch, int[] values)
      throws OrtException {
    long[] shape = {batch.rows(), batch.length()};
    boolean narrow = graph.inputs().get(name).type().equals("INT32");
    tensors.put(
        name,
        narrow
            ? OnnxTensor.createTensor(OrtGraph.environment(), ints(values), shape)
            : OnnxTensor.createTensor(OrtGraph.environment(), longs(values), shape));
  }

  private static LongBuffer longs(int[] values) {
    LongBuffer buffer = direct(values.length * Long.BYTES).asLongBuffer();
    for (int value : values) {
      buffer.put(value);
    }
    return buffer.flip();
  }

  private static IntBuffer ints(int[] values) {
    return direct(values.length * Integer.BYTES).asIntBuffer().put(values).flip();
  }

  static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    tensors.values().forEach(OnnxTensor::close);
  }
}
