package org.thumbscore.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** The native input tensors of one run, which this object owns and closes. Not thread-safe. */
final class InputTensors implements AutoCloseable {
  private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();

  /**
   * Creates tensors with the integer types that the graph declares. Float values are not copied.
   */
  static InputTensors of(Map<String, Tensor> inputs, GraphSignature graph) throws OrtException {
    InputTensors made = new InputTensors();
    try {
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        String name = input.getKey();
        made.tensors.put(name, tensor(input.getValue(), graph.inputs().get(name)));
      }
      return made;
    } catch (OrtException | RuntimeException e) {
      made.close();
      throw e;
    }
  }

  Map<String, OnnxTensor> tensors() {
    return tensors;
  }

  private static OnnxTensor tensor(Tensor value, TensorSpec declared) throws OrtException {
    if (value instanceof Tensor.Floats floats) {
      return OnnxTensor.createTensor(OrtGraph.environment(), floats.values(), floats.shape());
    }
    Tensor.Integers integers = (Tensor.Integers) value;
    return declared.type().equals("INT32")
        ? OnnxTensor.createTensor(OrtGraph.environment(), ints(integers.values()), integers.shape())
        : OnnxTensor.createTensor(
            OrtGraph.environment(), longs(integers.values()), integers.shape());
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

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    tensors.values().forEach(OnnxTensor::close);
  }
}
