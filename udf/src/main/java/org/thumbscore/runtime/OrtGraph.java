package org.thumbscore.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.thumbscore.model.Precision;

/**
 * A loaded graph. Thread-safe on the CPU; on CUDA, all calls must come from one {@link
 * InferenceThread}.
 */
final class OrtGraph implements AutoCloseable {
  private final OrtSession session;
  private final SessionOptions options;
  private final GraphSignature signature;

  private OrtGraph(OrtSession session, SessionOptions options, GraphSignature signature) {
    this.session = session;
    this.options = options;
    this.signature = signature;
  }

  static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(
        OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, OrtEnvironment.DEFAULT_NAME);
  }

  /** Loads a graph by its path, which supports graphs over 2 GB and external weights. */
  static OrtGraph open(Path file, Device device, Optional<Precision> arithmetic)
      throws OrtException {
    OrtEnvironment environment = environment();
    SessionOptions options = SessionRecipe.options(device, arithmetic);
    OrtSession session = null;
    try {
      session = environment.createSession(file.toString(), options);
      String name = file.getFileName().toString();
      return new OrtGraph(session, options, GraphSignature.of(name, session));
    } catch (OrtException | RuntimeException e) {
      if (session != null) {
        session.close();
      }
      options.close();
      throw e;
    }
  }

  GraphSignature signature() {
    return signature;
  }

  /** Runs the graph. The inputs stay the caller's, who closes the outputs. */
  OrtSession.Result run(Map<String, OnnxTensor> inputs, Set<String> outputs) throws OrtException {
    return session.run(inputs, outputs);
  }

  /** Copies outputs of a run to the heap. */
  static Map<String, Tensor> copy(OrtSession.Result result, Set<String> outputs) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (Map.Entry<String, OnnxValue> output : result) {
      if (outputs.contains(output.getKey())) {
        values.put(output.getKey(), copy((OnnxTensor) output.getValue()));
      }
    }
    return values;
  }

  private static Tensor copy(OnnxTensor output) {
    long[] shape = output.getInfo().getShape();
    return switch (output.getInfo().type) {
      case INT64 -> new Tensor.Integers(ints(output.getLongBuffer()), shape);
      case INT32 -> new Tensor.Integers(output.getIntBuffer().array(), shape);
      default -> new Tensor.Floats(output.getFloatBuffer(), shape);
    };
  }

  private static int[] ints(LongBuffer values) {
    int[] ints = new int[values.remaining()];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = Math.toIntExact(values.get(i));
    }
    return ints;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new EncoderException("Cannot close " + signature.file() + ": " + e.getMessage(), e);
    } finally {
      options.close();
    }
  }
}
